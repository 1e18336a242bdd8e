#!/usr/bin/env bash
# Records every switch and wakeup of service.cpp's threads, and what its own timers counted in the same run. Needs root, perf 6.1, g++.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
g++ -O1 -g -fno-omit-frame-pointer -fno-optimize-sibling-calls -pthread -o service "$here/service.cpp"
perf record -q -m 8192 -e sched:sched_switch -e sched:sched_wakeup -g -a -o recorded -- ./service 600 > "$here/timers.json"
perf script -i recorded --no-inline --max-stack 16 2>/dev/null | sed "s#$work/#/app/#" |
  python3 "$here/keep.py" '(?:service|worker-\d|replica-\d|flusher-\d|ranker-\d)' | gzip -9n > "$here/service.txt.gz"
