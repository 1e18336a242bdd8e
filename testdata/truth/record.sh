#!/usr/bin/env bash
# Records the cases again: testdata/truth/record.sh [CASE...], for instance 22-go-lock-over-call. Needs root on Linux with perf
# events, and the tools that tools.sh installs. Each recording is of the run whose timers stand in the .delta.json beside it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${TRUTH_TOOLS:-/opt/truth-tools}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
seconds=${TRUTH_SECONDS:-6}
url=http://127.0.0.1:7100

# out CASE NAME: standard input, packed, without the paths of this machine.
out() { sed -e "s#$work#/app#g" -e "s#$here#/app#g" -e "s#$tools#/opt#g" | gzip -9n > "$here/$1/$2.gz"; }
delta() { python3 "$here/delta.py" "$@"; }
build_go() { (cd "$here" && go build -trimpath -o "$work/$1" "./$1"); }
up() { for _ in $(seq 100); do curl -sf -o "${1:-/dev/null}" "$url/truth" && return; sleep 0.1; done; echo "$url does not answer" >&2; return 1; }
stop() { kill "$program"; wait "$program" 2>/dev/null || true; }
load() { if [ -n "${clients:-}" ]; then "$work/peer" load "$url/" "$clients" $((seconds + ${1:-3})) "${pause:-0}" & loading=$!; sleep 1; else loading=; sleep 1; fi; }
loaded() { [ -z "$loading" ] || wait "$loading"; }

# go_case CASE before|after [FLAGS]: CPU by runtime/pprof and wall by fgprof, over the same seconds.
go_case() {
  local name=$1 role=$2; shift 2
  build_go "$name"; "$work/$name" "$@" & program=$!
  up; load
  curl -sf "$url/truth" > "$work/from.json"
  curl -sf -o "$here/$name/$role.cpu.pb.gz" "$url/debug/pprof/profile?seconds=$seconds" & local cpu=$!
  curl -sf -o "$here/$name/$role.wall.pb.gz" "$url/debug/fgprof?seconds=$seconds"
  curl -sf "$url/truth" > "$work/to.json"
  delta "$work/from.json" "$work/to.json" "$seconds" > "$here/$name/$role.delta.json"
  wait "$cpu"; loaded; stop
}

# java_case CASE CLASS before|after JVM-FLAGS [ARGUMENTS]: async-profiler, wall first, then CPU. Threads by name.
java_case() {
  local name=$1 class=$2 role=$3 flags=$4; shift 4
  javac -cp "$tools/java/*" -d "$work" "$here/$name/$class.java"
  java $flags -Dsun.net.httpserver.nodelay=true -cp "$work:$tools/java/*" "$class" "$@" > "$work/java.log" & program=$!
  up; seconds=$((2 * seconds)) load 2
  curl -sf "$url/truth" > "$work/from.json"
  "$tools/async-profiler/bin/asprof" -e wall -t -i 20ms -d "$seconds" -o collapsed -f "$work/wall" "$program" > /dev/null
  curl -sf "$url/truth" > "$work/to.json"
  delta "$work/from.json" "$work/to.json" "$seconds" > "$here/$name/$role.delta.json"
  "$tools/async-profiler/bin/asprof" -e cpu -t -i 5ms -d "$seconds" -o collapsed -f "$work/cpu" "$program" > /dev/null
  curl -sf "$url/truth" > "$work/from.json"
  delta "$work/to.json" "$work/from.json" "$seconds" > "$here/$name/$role.cpu.delta.json"
  out "$name" "$role.wall.collapsed" < "$work/wall"; out "$name" "$role.cpu.collapsed" < "$work/cpu"
  loaded; stop
}

# py_case CASE FILE before|after PY-SPY-FLAGS [ARGUMENTS]: py-spy with idle threads (wall) and without (CPU).
py_case() {
  local name=$1 file=$2 role=$3 flags=$4; shift 4
  cp "$here/$name/$file" "$work/"
  (cd "$work" && exec "$tools/python/bin/python" "$file" "$@") & program=$!
  up; seconds=$((2 * seconds)) load 4
  curl -sf "$url/truth" > "$work/from.json"
  "$tools/python/bin/py-spy" record -t $flags --idle -d "$seconds" -r 50 -f raw -o "$work/wall" -p "$program" > /dev/null
  curl -sf "$url/truth" > "$work/to.json"
  delta "$work/from.json" "$work/to.json" "$seconds" > "$here/$name/$role.delta.json"
  "$tools/python/bin/py-spy" record -t $flags -d "$seconds" -r 50 -f raw -o "$work/cpu" -p "$program" > /dev/null
  out "$name" "$role.wall.folded" < "$work/wall"; out "$name" "$role.cpu.folded" < "$work/cpu"
  loaded; stop
}

# node_case CASE FILE before|after [ARGUMENTS]: --cpu-prof of the whole run, which ends by itself and prints its timers.
node_case() {
  local name=$1 file=$2 role=$3; shift 3
  cp "$here/$name/$file" "$work/"
  (cd "$work" && exec node --cpu-prof --cpu-prof-interval 2000 --cpu-prof-name run.cpuprofile "$file" "$seconds" "$@" > run.json) & program=$!
  up; load -1; wait "$program"; loaded
  out "$name" "$role.cpuprofile" < "$work/run.cpuprofile"; cp "$work/run.json" "$here/$name/$role.delta.json"
}

# perf_case CASE before|after COMMAND: clock samples and switches of one program, folded in microseconds. It prints its timers.
perf_case() {
  local name=$1 role=$2; shift 2
  (cd "$work" && exec "$@" > run.json) & program=$!
  sleep 0.5
  "$here/../../collect/perf.sh" -F 299 -s "$seconds" -p "$program" > "$work/script"
  wait "$program"
  python3 "$here/fold.py" "$work/script" "$work/cpu" "$work/offcpu"
  out "$name" "$role.cpu_us.folded" < "$work/cpu"; out "$name" "$role.offcpu_us.folded" < "$work/offcpu"
  cp "$work/run.json" "$here/$name/$role.delta.json"
}

# ruby_case CASE FILE before|after [ARGUMENTS]: rbspy of the thread that holds the interpreter, all its time, then that on the CPU.
ruby_case() {
  local name=$1 file=$2 role=$3; shift 3
  cp "$here/$name/$file" "$work/"
  (cd "$work" && exec ruby "$file" $((2 * seconds + 3)) "$@" > run.json) & program=$!
  sleep 0.5
  "$tools/rbspy/bin/rbspy" record --silent -p "$program" -d "$seconds" -o collapsed -f "$work/wall" --raw-file "$work/raw" > /dev/null
  "$tools/rbspy/bin/rbspy" record --silent --on-cpu -p "$program" -d "$seconds" -o collapsed -f "$work/cpu" --raw-file "$work/raw" > /dev/null
  wait "$program"
  out "$name" "$role.wall.folded" < "$work/wall"; out "$name" "$role.cpu.folded" < "$work/cpu"
  cp "$work/run.json" "$here/$name/$role.delta.json"
}

# native CASE NAME COMPILER: the program is named, because perf takes its name as root.
native() { local name=$1 program=$2; shift 2; (cd "$here/$name" && "$@" -g -o "$work/$program"); }

record() {
  local clients= pause=
  case $1 in
    21-go-gc) clients=4; go_case "$1" before -gogc 5; go_case "$1" after -gogc 800 ;;
    22-go-lock-over-call) clients=16; go_case "$1" before; go_case "$1" after -outside ;;
    23-go-retry) go_case "$1" before; go_case "$1" after -busy 0 ;;
    24-go-name-lookup) clients=16; go_case "$1" before; go_case "$1" after -cache ;;
    25-go-n-plus-one) clients=16; go_case "$1" before; go_case "$1" after -batch ;;
    26-go-busy-feeder) go_case "$1" before; go_case "$1" after -spread ;;
    27-java-pool) clients=16; java_case "$1" Billing before "-XX:+UseSerialGC" 1; java_case "$1" Billing after "-XX:+UseSerialGC" 16 ;;
    28-java-one-executor) clients=12; java_case "$1" Reports before "-XX:+UseG1GC" 1; java_case "$1" Reports after "-XX:+UseG1GC" 12 ;;
    29-java-gc) clients=4; java_case "$1" Sessions before "-XX:+UseSerialGC -Xmx70m" ; java_case "$1" Sessions after "-XX:+UseSerialGC -Xmx600m" ;;
    30-python-requests) clients=8; py_case "$1" stock.py before ""; py_case "$1" stock.py after "" cached ;;
    31-python-sqlite) py_case "$1" audit.py before --native; py_case "$1" audit.py after --native batch ;;
    32-python-retry) py_case "$1" push.py before --native; py_case "$1" push.py after --native free ;;
    33-python-semaphore) clients=24; py_case "$1" quota.py before "" 1; py_case "$1" quota.py after "" 24 ;;
    34-node-stringify) clients=4; node_case "$1" cart.js before; node_case "$1" cart.js after keyed ;;
    35-rust-mutex)
      native "$1" booking rustc --edition 2021 -O -C force-frame-pointers=yes src.rs
      export PERF_CALL_GRAPH=dwarf # libc has no frame pointers
      perf_case "$1" before "$work/booking" 8 1; perf_case "$1" after "$work/booking" 8 12 ;;
    36-c-fsync)
      native "$1" ledger gcc -O2 -fno-omit-frame-pointer -pthread ledger.c
      perf_case "$1" before "$work/ledger" 8 1; perf_case "$1" after "$work/ledger" 8 200 ;;
    37-c-spin)
      native "$1" tickets gcc -O2 -fno-omit-frame-pointer -pthread tickets.c
      perf_case "$1" before "$work/tickets" 8 0; perf_case "$1" after "$work/tickets" 8 1 ;;
    38-cpp-bounded-queue)
      native "$1" exporter g++ -std=c++17 -O2 -fno-omit-frame-pointer -pthread exporter.cpp
      export PERF_CALL_GRAPH=dwarf # libc has no frame pointers
      perf_case "$1" before "$work/exporter" 8 1; perf_case "$1" after "$work/exporter" 8 64 ;;
    39-ruby-http) ruby_case "$1" rates.rb before; ruby_case "$1" rates.rb after all ;;
    40-go-balanced) clients=2; go_case "$1" before ;;
    41-java-idle) clients=3; pause=600; java_case "$1" Greeter before "-XX:+UseG1GC" ;;
    42-python-idle) clients=3; pause=600; py_case "$1" mailer.py before "" ;;
    43-go-http-conns) clients=16; go_case "$1" before; go_case "$1" after -conns 32 ;;
    44-go-channel-semaphore) clients=16; go_case "$1" before; go_case "$1" after -slots 32 ;;
    45-go-yield-spin) clients=8; go_case "$1" before; go_case "$1" after -wait ;;
    46-go-fan-out) clients=12; go_case "$1" before; go_case "$1" after -slow 4 ;;
    47-rust-blocked-worker)
      cp "$here/$1"/* "$work/"
      (cd "$work" && RUSTFLAGS="-C force-frame-pointers=yes" cargo build -q --release && cp target/release/mailer mailer)
      export PERF_CALL_GRAPH=dwarf # libc has no frame pointers
      perf_case "$1" before "$work/mailer" 8 blocking; perf_case "$1" after "$work/mailer" 8 async ;;
    48-java-hikari)
      javac -cp "$tools/java/*" -d "$work" "$here/$1/Invoices.java"
      java -cp "$work:$tools/java/*" Invoices db & local database=$!; sleep 3
      clients=16; java_case "$1" Invoices before "-XX:+UseSerialGC" 2; java_case "$1" Invoices after "-XX:+UseSerialGC" 16
      kill "$database" ;;
    *) echo "No such case: $1" >&2; return 2 ;;
  esac
  unset PERF_CALL_GRAPH
  echo "recorded $1" >&2
}

(cd "$here" && go build -o "$work/peer" ./peer)
"$work/peer" serve & sleep 0.5
all=$(sed -En 's/^    ([0-9][0-9a-z-]*)\).*/\1/p' "$0")
for name in ${@:-$all}; do record "$name"; done
{
  date -u +%FT%TZ; uname -sr; perf --version; go version; java -version 2>&1 | head -1; node --version
  "$tools/python/bin/python" --version; "$tools/python/bin/py-spy" --version; "$tools/rbspy/bin/rbspy" --version
  "$tools/async-profiler/bin/asprof" --version; ruby --version; rustc --version; gcc --version | head -1
} > "$here/RECORDED.txt"
