#!/usr/bin/env bash
# CPU samples and, from the scheduler's switches, off-CPU time of one program or of the whole machine, as `perf script` text:
#   sudo collect/perf.sh [-s SECONDS] [-p PID] > profile.txt
# `--call-graph` alone adds no off-CPU time: it needs the switches. Programs without frame pointers: PERF_CALL_GRAPH=dwarf.
set -euo pipefail
seconds=10
pid=
while getopts s:p: option; do
  case $option in
    s) seconds=$OPTARG ;;
    p) pid=$OPTARG ;;
    *) sed -n '2,4p' "$0" >&2; exit 2 ;;
  esac
done
data=$(mktemp)
trap 'rm -f "$data"' EXIT
threads=${pid:+$(ls "/proc/$pid/task")}
events=(-e cpu-clock/freq=49/)
# Needs root, or kernel.perf_event_paranoid -1; without it the CPU samples are still worth having.
if perf record -q -a -e sched:sched_switch -o /dev/null -- true 2>/dev/null; then
  # All CPUs: the switch that brings a thread back happens on another thread's account. Threads that start later are not in it.
  target=(-a)
  events+=(-e sched:sched_switch)
  if [ -n "$pid" ]; then
    filter=$(for thread in $threads; do printf ' || prev_pid==%s || next_pid==%s' "$thread" "$thread"; done)
    events+=(--filter "${filter# || }")
  fi
else
  echo "No access to sched_switch: CPU samples only." >&2
  target=(${pid:+-p "$pid"})
  [ -n "$pid" ] || target=(-a)
fi
perf record -q "${events[@]}" --call-graph "${PERF_CALL_GRAPH:-fp}" "${target[@]}" -o "$data" -- sleep "$seconds" >&2
if [ -z "$pid" ]; then
  perf script -i "$data"
else
  # Samples of other programs are left out, switches that name one of the threads are kept.
  perf script -i "$data" | awk -v RS= -v ORS='\n\n' -v "threads=$(echo $threads)" '
    BEGIN { split(threads, list, " "); for (i in list) own[list[i]] = 1 }
    /sched:sched_switch/ { print; next }
    match($0, /[0-9]+ +(\[[0-9]+\] +)?[0-9]+\.[0-9]+:/) { split(substr($0, RSTART, RLENGTH), head, " "); if (head[1] in own) print }'
fi
