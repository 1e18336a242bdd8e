#!/usr/bin/env bash
# Records what text tools print: profiles (testdata/bpftrace, bcc, backtraces, austin) and what is none (testdata/refused/not-profiles),
# with the programs in testdata/programs and the real tools. Needs root on Linux with BPF, and: gcc, gdb, elfutils, bpftrace, bcc's
# tools with kernel headers, libbpf-tools, strace, ltrace, sysstat, perf, valgrind, a Go toolchain, python3 with austin 3.7, py-spy and
# pyinstrument. $1: a set (bpf, bcc, dumps, austin, tools); without it all. Process lists are of the recorded program only.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
only=${1:-all}
PY=${PYTHON:-python3}
out() { mkdir -p "$here/$(dirname "$1")"; sed "s#$here/programs/c#/app#g; s#$here/programs/python#/app#g; s#$work#/app#g; s#$(dirname "$(dirname "$(readlink -f "$(command -v "$PY")")")")#/usr#g" > "$here/$1"; }
tool() { "${@:2}" 2>&1 | head -45 | out "refused/not-profiles/$1"; }
is() { [ "$only" = all ] || [ "$only" = "$1" ]; }
gcc -O1 -g -fno-omit-frame-pointer -pthread -o waits "$here/programs/c/waits.c"
./waits 900 >/dev/null & pid=$!
sleep 0.5

if is bpf; then
  cat > keys.bt <<'BT'
profile:hz:199 /comm == "waits"/ { @a[comm, kstack] = count(); @b[tid, ustack] = count(); @c[ustack, kstack] = count(); @d[kstack(3), comm, ustack(3), tid] = count(); }
interval:s:2 { exit(); }
BT
  cat > perf.bt <<'BT'
profile:hz:199 /comm == "waits"/ { @[pid, comm, ustack(perf, 4)] = count(); }
interval:s:1 { exit(); }
BT
  cat > values.bt <<'BT'
tracepoint:sched:sched_switch {
  if (args->prev_comm == "waits") { @start[args->prev_pid] = nsecs; }
  $s = @start[args->next_pid];
  if ($s && args->next_comm == "waits") {
    $us = (nsecs - $s) / 1000;
    @sum_us[kstack(4)] = sum($us); @stats_us[kstack(4), args->next_comm] = stats($us); @avg_us[args->next_comm, kstack(4)] = avg($us);
    @max_us[kstack(2)] = max($us); @hist_us[kstack(4), args->next_comm] = hist($us); @lhist_us[kstack(3)] = lhist($us, 0, 20000, 4000);
    delete(@start[args->next_pid]);
  }
}
interval:s:1 { exit(); }
END { clear(@start); }
BT
  for name in keys perf values; do
    bpftrace $name.bt 2>/dev/null | out "bpftrace/$name.txt"
    bpftrace -f json $name.bt 2>/dev/null | out "bpftrace/$name.jsonl"
  done
fi

if is bcc; then
  profile-bpfcc -F 99 -p $pid 2 2>/dev/null | out bcc/profile.txt
  profile-bpfcc -F 199 -d -p $pid 2 2>/dev/null | out bcc/profile-delimiter.txt
  profile-bpfcc -F 199 -d -f -p $pid 2 2>/dev/null | out bcc/profile-delimiter.folded
  offcputime -p $pid 2 2>/dev/null | out bcc/libbpf-offcputime.txt
  offcputime -v -p $pid 1 2>/dev/null | out bcc/libbpf-offcputime-verbose.txt
  wakeuptime -p $pid 2 2>/dev/null | out bcc/libbpf-wakeuptime.txt
fi

if is dumps; then
  gdb -batch -ex 'thread apply all bt' -p $pid 2>/dev/null | out backtraces/gdb.txt
  for _ in 1 2 3; do gdb -batch -ex 'set width 100' -ex 'thread apply all bt 3' -p $pid 2>/dev/null; done | out backtraces/gdb-three-times.txt
  eu-stack -p $pid | out backtraces/eu-stack.txt
  eu-stack -m -s -p $pid | out backtraces/eu-stack-modules.txt
  strip -o stripped waits; ./stripped 20 >/dev/null & stripped=$!
  sleep 0.5; gdb -batch -nx -iex 'set debug-file-directory /none' -ex 'thread apply all bt' -p $stripped 2>/dev/null | out backtraces/gdb-stripped.txt
  kill $stripped
fi

if is austin; then
  for mode in wall:  cpu:-s full:-f memory:-m; do
    austin ${mode#*:} -i 50ms "$PY" "$here/programs/python/queues.py" 2 2>/dev/null | out "austin/${mode%:*}.austin"
  done
  austin -b -i 50ms "$PY" "$here/programs/python/queues.py" 0.3 2>/dev/null | head -c 200 > "$here/refused/austin.mojo"
  py-spy record -i -t -d 1 -r 50 -f raw -o py.folded -- "$PY" "$here/programs/python/queues.py" 2 >/dev/null 2>&1; out austin/py-spy-raw.folded < py.folded
fi

if is tools; then
  cat "$here/programs/c/waits.c" > input.txt
  tool strace.txt strace cat input.txt
  strace -f -o trace.txt sh -c 'cat input.txt | wc -l' >/dev/null; tool strace-f.txt cat trace.txt
  tool strace-tt.txt strace -tt -T cat input.txt
  tool strace-r.txt strace -r cat input.txt
  strace -c -o c.txt cat input.txt >/dev/null; tool strace-c.txt cat c.txt
  ltrace -o l.txt ./waits 1 >/dev/null 2>&1; tool ltrace.txt cat l.txt
  ltrace -f -S -o l.txt ls / >/dev/null 2>&1; tool ltrace-S.txt cat l.txt
  ltrace -c -o l.txt ls / >/dev/null 2>&1; tool ltrace-c.txt cat l.txt
  tool vmstat.txt vmstat 1 3
  tool vmstat-s.txt vmstat -s
  tool iostat.txt iostat -x 1 2
  tool mpstat.txt mpstat -P ALL 1 1
  tool pidstat.txt pidstat -p $pid 1 2
  tool top.txt top -b -n 1 -p $pid
  tool top-H.txt top -b -H -n 1 -p $pid
  tool ps-aux.txt ps u -p $pid
  tool ps-ef.txt ps -f -p $pid
  tool ps-L.txt ps -L -o pid,tid,stat,wchan:30,time,comm,pcpu,ni -p $pid
  tool ss.txt ss -s
  tool proc-stat.txt cat /proc/stat
  tool proc-vmstat.txt cat /proc/vmstat
  tool proc-meminfo.txt cat /proc/meminfo
  tool proc-interrupts.txt cat /proc/interrupts
  tool proc-pid-status.txt cat /proc/$pid/status
  tool proc-pid-sched.txt cat /proc/$pid/sched
  tool dmesg.txt sh -c "dmesg | grep -E 'clocksource|NET:|TCP|EXT4|rcu|PV sched' | grep -v 'ommand line'"
  tool ls-l.txt ls -l "$here/programs/c" /usr/lib/x86_64-linux-gnu/perl-base
  tool wc-l.txt sh -c "cd $here/programs && wc -l */*"
  tool du.txt sh -c "cd $here/programs && du -a"
  tool uniq-c.txt sh -c "tr -cs a-z '\n' < input.txt | sort | uniq -c | sort -n | tail -30"
  tool word-counts.txt sh -c "tr -cs a-z '\n' < input.txt | sort | uniq -c | sort -n | tail -30 | awk '{print \$2, \$1}'"
  git -C "$here" log --stat -n 3 --format='commit %h%n    %s%n' -- record.sh programs > git.txt; tool git-log-stat.txt cat git.txt
  git -C "$here" log --numstat -n 3 --format='commit %h' -- record.sh programs > git.txt; tool git-log-numstat.txt cat git.txt
  tool df.txt df /dev /run
  tool free.txt free -w
  tool ping.txt ping -c 3 127.0.0.1
  tool time.txt bash -c 'time cat input.txt >/dev/null'
  tool time-v.txt /usr/bin/time -v sleep 0.1
  perf record -q -F 99 -g -p $pid -o p.data -- sleep 1 >/dev/null 2>&1
  tool perf-report.txt perf report -i p.data --stdio
  tool perf-report-n.txt perf report -i p.data --stdio -n --no-children -g none
  tool perf-annotate.txt perf annotate -i p.data --stdio -s computer
  tool perf-script-F.txt perf report -i p.data --stdio -F overhead,sample,sym -g none
  head -c 512 p.data > "$here/refused/perf.data"
  perf sched record -q -o s.data -- sleep 1 >/dev/null 2>&1
  tool perf-timehist.txt perf sched timehist -i s.data --pid $pid
  tool perf-timehist-s.txt perf sched timehist -i s.data -s --pid $pid
  tool perf-latency.txt sh -c "perf sched latency -i s.data | grep -E '^ *-+$|Task|waits|TOTAL'"
  tool perf-trace.txt perf trace --max-events 30 -e 'read,write,openat,close,mmap,fstat' sleep 0.1
  tool perf-trace-s.txt perf trace -s sleep 0.1
  valgrind --tool=callgrind --callgrind-out-file=cg.out ls / >/dev/null 2>vg.txt; tool callgrind.out cat cg.out
  tool callgrind-annotate.txt callgrind_annotate cg.out
  tool valgrind-log.txt cat vg.txt
  valgrind --tool=massif --massif-out-file=ms.out ls / >/dev/null 2>&1; tool massif.out cat ms.out
  tool ms-print.txt ms_print ms.out
  valgrind --tool=cachegrind --cachegrind-out-file=cc.out ls / >/dev/null 2>&1; tool cachegrind.out cat cc.out
  gcc -pg -O1 -o gp -x c - <<<'int f(int n){return n<2?n:f(n-1)+f(n-2);} int main(){return f(32)&1;}'; ./gp; tool gprof.txt gprof -b gp gmon.out; head -c 400 gmon.out > "$here/refused/gmon.out"
  go=$here/incident/recorded/before.cpu.pb.gz
  for view in top peek=run traces text tree raw; do tool pprof-${view%=*}.txt go tool pprof -${view} "$go"; done
  tool pprof-dot.txt go tool pprof -dot "$go"
  "$PY" -m cProfile -o c.pstats "$here/programs/python/queues.py" 0.3; head -c 6 c.pstats > "$here/refused/cprofile.pstats"
  tool cprofile.txt "$PY" -m cProfile -s cumtime "$here/programs/python/queues.py" 0.3
  pyinstrument -o p.txt "$here/programs/python/queues.py" 0.3; tool pyinstrument.txt cat p.txt
  pyinstrument -r json -o p.json "$here/programs/python/queues.py" 0.3; tool pyinstrument.json cat p.json
  pyinstrument -r html -o p.html "$here/programs/python/queues.py" 0.3; head -c 600 p.html > "$here/refused/not-profiles/pyinstrument.html"
  "$PY" -m http.server 18765 --directory "$work" > http.txt 2>&1 & http=$!
  sleep 1; for path in / /input.txt /none; do "$PY" -c "import urllib.request as u, contextlib
with contextlib.suppress(Exception): u.urlopen('http://127.0.0.1:18765$path').read()"; done; kill $http; tool access-log.txt cat http.txt
  mkdir -p n/logs; cat > n/n.conf <<NGINX
daemon off; pid $work/n/pid; error_log $work/n/logs/error.log notice;
events {}
http {
  log_format timed '\$remote_addr - \$remote_user [\$time_local] "\$request" \$status \$body_bytes_sent "\$http_user_agent" \$request_time';
  log_format fields 'method=\$request_method uri=\$uri status=\$status agent="\$http_user_agent" time=\$request_time bytes \$body_bytes_sent';
  access_log $work/n/combined.log combined; access_log $work/n/timed.log timed; access_log $work/n/fields.log fields;
  server { listen 127.0.0.1:18766; root $work; }
}
NGINX
  nginx -p "$work/n" -c n.conf 2>/dev/null & nginx=$!
  sleep 1; for path in input.txt none input.txt?a=b\;c=d; do curl -s -o /dev/null -A 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101' "http://127.0.0.1:18766/$path"; done; kill $nginx
  sleep 0.5; for log in combined timed fields logs/error; do tool nginx-${log#logs/}.txt cat n/$log.log; done
  prometheus-node-exporter --collector.disable-defaults --collector.stat --collector.vmstat --collector.loadavg --web.listen-address 127.0.0.1:18767 2> exporter.log & exporter=$!
  sleep 1; curl -s 127.0.0.1:18767/metrics | grep -v '_info\|go_' > metrics.txt; kill $exporter
  tool node-exporter.prom grep -A60 'node_' metrics.txt; grep 'node_.*{' metrics.txt > labelled.txt; tool node-exporter-lines.prom cat labelled.txt; tool node-exporter-log.txt cat exporter.log
  git -C "$here" log -n 12 --format='%h,%cs,%p,%ct' -- . > commits.csv; tool git-log.csv cat commits.csv
  (mkdir -p gotest && cd gotest && printf 'package a\nimport "testing"\nfunc TestA(t *testing.T) { t.Log(3) }\n' > a_test.go && printf 'module a\n' > go.mod && go test -json > ../gotest.jsonl); tool go-test.jsonl cat gotest.jsonl
  cat > exporter.go <<'GO'
package main

import (
	"fmt"
	"os"
	"runtime/pprof"
)

var keep [][]byte

func main() {
	for i := 0; i < 4000; i++ {
		keep = append(keep, make([]byte, 1024))
	}
	for _, name := range []string{"heap", "threadcreate", "block", "mutex"} {
		f, _ := os.Create(name + ".txt")
		pprof.Lookup(name).WriteTo(f, 1)
		f.Close()
	}
	fmt.Println(len(keep))
}
GO
  GO111MODULE=off go run exporter.go >/dev/null; for name in heap threadcreate block mutex; do tool go-$name-debug1.txt cat $name.txt; done
fi
kill $pid
