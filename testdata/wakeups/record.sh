#!/usr/bin/env bash
# Records every switch and wakeup of the programs' threads, and what their own timers counted in the same run. Needs root, perf 6.1, g++.
# With an argument, service or pipeline, only that one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
build() { g++ -O1 -g -fno-omit-frame-pointer -fno-optimize-sibling-calls -pthread -o "$1" "$here/$1.cpp"; }
script() { perf script -i recorded --no-inline --max-stack 16 2>/dev/null | sed "s#$work#/app#"; }
if [ "${1:-service}" = service ]; then
  build service
  perf record -q -m 8192 -e sched:sched_switch -e sched:sched_wakeup -g -a -o recorded -- ./service 600 > "$here/timers.json"
  script | python3 "$here/keep.py" '(?:service|worker-\d|replica-\d|flusher-\d|ranker-\d)' | gzip -9n > "$here/service.txt.gz"
fi
if [ "${1:-pipeline}" = pipeline ]; then
  build pipeline
  perf record -q -m 8192 -e cpu-clock/freq=999/ -e sched:sched_switch -e sched:sched_wakeup -g -a -o recorded -- nice -n -19 ./pipeline 6 > "$here/pipeline.json"
  script | python3 "$here/keep.py" '(?:pipeline|ranker-\d|writer-\d|replica-\d)' wakers | gzip -9n > "$here/pipeline.txt.gz"
fi
