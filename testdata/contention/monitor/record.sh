#!/usr/bin/env bash
# Records Journal.java on two JVMs (JDK17, JDK25: their homes), with the recorder's settings "profile": monitors from 10 ms on; and what its own timers say.
# The machine was busy with other programs: nice keeps them from running between one owner and the next.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$JDK17/bin/javac" -d . "$here/Journal.java"
record() { # NAME HOME
  nice -n -15 "$2/bin/java" -Xmx64m -Xlog:jfr*=off "-XX:StartFlightRecording:filename=raw.jfr,settings=profile" -cp . Journal 10 | grep '^{' > "$here/$1.truth.json"
  "$JDK25/bin/jfr" scrub --include-events 'ExecutionSample,JavaMonitor*,ThreadSleep,ThreadPark,ActiveSetting' raw.jfr "$1.jfr" > /dev/null
  gzip -9nc "$1.jfr" > "$here/$1.jfr.gz"
}
record jdk17 "$JDK17"
record jdk25 "$JDK25"
