#!/usr/bin/env bash
# Records testdata/<format>/ with the programs in testdata/programs and the real tools. Needs root on Linux with perf events
# and BPF, and: Go, gcc, a JDK, Node.js, py-spy, linux-perf, bpftrace; inferno (cargo) for the files that tests compare with.
# AP: directory of async-profiler (bin/asprof).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
out() { mkdir -p "$here/$1"; cat > "$here/$1/$2"; }

gcc -O2 -g -fno-omit-frame-pointer -pthread -o waits "$here/programs/c/waits.c"
(cd "$here/programs/go" && go build -o "$work/gowaits" .)
javac -d . "$here/programs/java/Waits.java"

# perf script: CPU and every switch of the program's threads in one file, frame pointers; DWARF with inlined frames.
perf record -q -e cpu-clock/freq=29/ -e sched:sched_switch --filter 'prev_comm=="waits" || next_comm=="waits"' -g -a -o both -- ./waits 1
perf script -i both --comms waits,swapper 2>/dev/null | awk -v RS= -v ORS="\n\n" "NR <= 400" | sed "s#$work#/app#g" | out perf-script cpu-and-switches.txt
perf record -q -e cpu-clock -F 49 --call-graph dwarf,4096 -o dwarf -- ./waits 1 >/dev/null
perf script -i dwarf 2>/dev/null | sed "s#$work#/app#g" | out perf-script dwarf.txt
python3 "$here/random.py" | out perf-script random.txt # random stacks, no recording
if command -v inferno-collapse-perf >/dev/null; then # cargo install inferno
  for f in cpu-and-switches dwarf random; do
    inferno-collapse-perf --event-filter "$(grep -oE 'cpu-clock[^: ]*' "$here/perf-script/$f.txt" | head -1)" "$here/perf-script/$f.txt" | out perf-script "$f.txt.inferno.folded"
  done
fi
perf stat -o stat.txt ./waits 1 >/dev/null 2>&1; out perf-stat text.txt < stat.txt
perf stat -x, -o stat.csv ./waits 1 >/dev/null 2>&1; out perf-stat values.csv < stat.csv
perf stat -j -o stat.json ./waits 1 >/dev/null 2>&1; out perf-stat values.jsonl < stat.json
perf stat -x, -I 200 -o interval.csv ./waits 1 >/dev/null 2>&1; out perf-stat interval.csv < interval.csv
perf lock record -o lock -- ./waits 1 >/dev/null 2>&1 && { perf lock report -i lock 2>&1 | out perf-lock report.txt; perf lock contention -i lock 2>&1 | out perf-lock contention.txt; perf lock contention -v -i lock 2>&1 | out perf-lock contention-stacks.txt; } || true

# bpftrace: off-CPU time by stack, and the latency of recvfrom as a histogram, text and JSON.
cat > off.bt <<'BT'
tracepoint:sched:sched_switch {
  if (args->prev_comm == "waits") { @start[args->prev_pid] = nsecs; @stack[args->prev_pid] = kstack; @user[args->prev_pid] = ustack; }
  if (@start[args->next_pid]) { @us[@stack[args->next_pid], @user[args->next_pid], args->next_comm] = sum((nsecs - @start[args->next_pid]) / 1000); delete(@start[args->next_pid]); }
}
END { clear(@start); clear(@stack); clear(@user); }
BT
cat > recv.bt <<'BT'
tracepoint:syscalls:sys_enter_recvfrom { @start[tid] = nsecs; }
tracepoint:syscalls:sys_exit_recvfrom /@start[tid]/ { @recvfrom_us[comm] = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); }
END { clear(@start); }
BT
bpftrace -c './waits 1' off.bt > off.txt 2>/dev/null || true; out bpftrace off-cpu.txt < off.txt
bpftrace -f json -c './waits 1' off.bt > off.json 2>/dev/null || true; out bpftrace off-cpu.jsonl < off.json
bpftrace -c "$(python3 -c "import sys; print(sys.executable)") $here/programs/python/app.py --echo 2" recv.bt > recv.txt 2>/dev/null || true; out bpftrace recvfrom.txt < recv.txt

# Go: fgprof's folded text (leaf first) and the goroutine dump.
./gowaits go; out folded fgprof-leaf-first.folded < go.fgprof.folded; sed "s#$here#/app#g" go.goroutines.txt | out goroutines debug2.txt

# Java: jstack and async-profiler's wall clock.
java -cp . Waits 6 & java=$!; sleep 1.5; jstack "$java" | out java-threads jstack.txt
"$AP/bin/asprof" -e wall -t -d 2 -o collapsed -f wall.collapsed "$java" >/dev/null; out folded async-profiler-wall.collapsed < wall.collapsed
wait "$java" || true

# Node.js and Python.
node --cpu-prof --cpu-prof-interval 5000 --cpu-prof-name app.cpuprofile "$here/programs/node/app.js"; sed "s#$here#/app#g" app.cpuprofile | out cpuprofile app.cpuprofile
python3 "$here/programs/python/app.py" 4 & python=$!; sleep 0.5
py-spy record --idle -t -d 1 -r 50 -f raw -o py.folded -p "$python"; sed "s#$here#/app#g" py.folded | out folded py-spy-idle.folded
py-spy record --idle -t -d 1 -r 50 -f speedscope -o py.json -p "$python"; sed "s#$here#/app#g" py.json | out speedscope py-spy-idle.speedscope.json
wait "$python" || true

{ date -u +%FT%TZ; uname -sr; perf --version; bpftrace --version; go version; java -version 2>&1 | head -1; node --version; py-spy --version; "$AP/bin/asprof" --version | head -1; } > "$here/RECORDED.txt"
