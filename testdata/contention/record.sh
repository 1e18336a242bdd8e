#!/usr/bin/env bash
# Records journal/ again: CPU, wall (fgprof), mutex and block profile of ten seconds, and what its own timers say of them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$here/journal" && go build -trimpath -o "$work/journal" .)
"$work/journal" "$here/journal" > "$here/journal/truth.json"
gcc -O1 -g -fno-omit-frame-pointer -pthread -o "$work/wakes" "$here/wakes/wakes.c"
(cd "$work" && perf record -q -e sched:sched_switch -e sched:sched_waking --call-graph dwarf,4096 -o perf.data ./wakes 600 > truth.json)
perf script -i "$work/perf.data" -F comm,pid,tid,cpu,time,event,trace,ip,sym,dso 2> /dev/null | sed "s#$work#/app#g" | gzip -9n > "$here/wakes/switches.perf-script.gz"
cp "$work/truth.json" "$here/wakes/truth.json"
