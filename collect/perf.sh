#!/usr/bin/env bash
# CPU samples and, from the scheduler's switches, off-CPU time of one program or of the whole machine, as `perf script` text:
#   sudo collect/perf.sh [-s SECONDS] [-F SAMPLES_PER_SECOND] [-p PID] > profile.txt
# `--call-graph` alone adds no off-CPU time: it needs the switches. Programs without frame pointers: PERF_CALL_GRAPH=dwarf.
set -euo pipefail
seconds=10
rate=49
pid=
while getopts s:F:p: option; do
  case $option in
    s) seconds=$OPTARG ;;
    F) rate=$OPTARG ;;
    p) pid=$OPTARG ;;
    *) sed -n '2,4p' "$0" >&2; exit 2 ;;
  esac
done
data=$(mktemp)
trap 'rm -f "$data"' EXIT
threads=${pid:+$(ls "/proc/$pid/task")}
events=(-e "cpu-clock/freq=$rate/")
# Needs root, or kernel.perf_event_paranoid -1; without it the CPU samples are still worth having.
if perf record -q -a -e sched:sched_switch -o /dev/null -- true 2>/dev/null; then
  # All CPUs: the switch that brings a thread back happens on another thread's account. Threads that start later are not in it.
  target=(-a)
  events+=(-e sched:sched_switch -m 4M)
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
  # A switch of one of the threads to another program's, and back, is told by its line alone: without the other's stack, and
  # with the idle task (swapper, thread 0, which never waits) in its place, because most of that one's switches are missing.
  { perf script -i "$data" -F sw:time -F trace:comm,tid,cpu,time,event,trace | grep sched:sched_switch: || true; } |
    awk -v "threads=$(echo $threads)" '
      BEGIN { split(threads, list, " "); for (i in list) own[list[i]] = 1 }
      function number(key) { return match($0, key "=[0-9]+") ? substr($0, RSTART + length(key) + 1, RLENGTH - length(key) - 1) : "" }
      # The first input: switches to a thread of the program from one that is not.
      FNR == NR {
        if (number("prev_pid") in own || !(number("next_pid") in own)) next
        match($0, /\[[0-9]+\] +[0-9.]+:/); head = substr($0, RSTART, RLENGTH); sub(/.* ==> /, "")
        at[++back] = time(head); switch_to[back] = "swapper 0 " head " sched:sched_switch: prev_comm=swapper prev_pid=0 prev_prio=120 prev_state=R ==> " $0
        next
      }
      function time(head) { sub(/^\[[0-9]+\] +/, "", head); return head + 0 }
      # The second: everything that happened on the threads themselves, a block each.
      match($0, /\[[0-9]+\] +[0-9.]+:/) {
        now = time(substr($0, RSTART, RLENGTH))
        while (told < back && at[told + 1] <= now) print switch_to[++told] "\n"
        if (/sched:sched_switch: / && !(number("next_pid") in own)) sub(/ ==> next_comm=[^\n]*/, " ==> next_comm=swapper next_pid=0 next_prio=120")
        print $0 "\n"
      }
      END { while (told < back) print switch_to[++told] "\n" }' - RS= <(perf script -i "$data" --tid "$(echo $threads | tr " " ,)")
fi
