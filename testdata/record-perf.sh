#!/usr/bin/env bash
# Records perf-script/fields, perf-script/switches*, perf-script/events.txt, perf-stat/<locale>… and perf-lock/fields: the same
# recordings in perf's many spellings. Needs root, perf 6.1, gcc and the locales named below (localedef).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
gcc -O1 -g -fno-omit-frame-pointer -fno-optimize-sibling-calls -o "my app" "$here/programs/c/busy.c"
gcc -O2 -g -fno-omit-frame-pointer -pthread -o waits "$here/programs/c/waits.c"
clean() { sed -e "s#$work#/app#g" -e 's/memfd:sealed-[0-9a-f]*/other/g'; }
out() { mkdir -p "$here/$(dirname "$1")"; clean > "$here/$1"; }
script() { perf script "$@" 2>/dev/null; }

# One recording of a command with a blank in its name, printed with many lists of fields, with and without call graph.
perf record -q -e cpu-clock -F 99 -g --sample-cpu -o graph -- "./my app" 150 >/dev/null
perf report -i graph --stdio -g none --no-children -n 2>/dev/null | grep -v '^$' | out perf-script/fields/report.txt
script -i graph | out perf-script/fields/default.txt
for fields in -comm -time -comm,-time -time,-event +pid +misc +srcline +srcline,+srccode +flags -cpu,-comm; do
  script -i graph -F "$fields" | out "perf-script/fields/graph$fields.txt"
done
for fields in comm,tid,ip,sym comm,ip,sym tid,ip,sym,dso ip,sym ip,sym,dso event,ip,sym comm,tid,time,ip,sym comm,tid,time,period,ip,sym,dso comm,pid,tid,cpu,time,event,ip,sym,dso,symoff; do
  script -i graph -F "$fields" | out "perf-script/fields/graph=$fields.txt"
done
script -i graph --ns | out perf-script/fields/graph--ns.txt
script -i graph --show-task-events --show-mmap-events | out perf-script/fields/graph--records.txt
for fields in +pid -comm -time -comm,-time +misc +srcline +srcline,+srccode -time,-event; do
  script -i graph -G -F "$fields" | out "perf-script/fields/flat$fields.txt"
done
for fields in comm,ip,sym ip,sym,dso; do script -i graph -G -F "$fields" | out "perf-script/fields/flat=$fields.txt"; done

# Every switch of the program's threads, in both spellings, and what perf sched says of the same recording.
perf record -q -e sched:sched_switch --filter 'prev_comm=="waits" || next_comm=="waits"' -g -a -o switches -- timeout 0.05 ./waits 1 >/dev/null 2>&1 || true
script -i switches --max-stack 4 | out perf-script/switches.txt
TRACEEVENT_PLUGIN_DIR=${PLUGINS:-/usr/lib/traceevent/plugins} script -i switches --max-stack 2 | out perf-script/switches-plugin.txt
perf sched timehist -i switches --max-stack 0 2>/dev/null | grep -v '^$' | cut -c1-93 | sed 's/ *$//' | out perf-script/switches.timehist.txt

# CPU samples, wake-ups, system calls, page faults and the kernel's own count of CPU time in one file.
perf record -q -e sched:sched_wakeup -e cpu-clock/freq=1999/ -e raw_syscalls:sys_enter -e raw_syscalls:sys_exit -e page-faults/period=1/u -e sched:sched_stat_runtime -g -o events -- timeout 0.01 ./waits 1 >/dev/null 2>&1 || true
script -i events --max-stack 1 | out perf-script/events.txt
perf report -i events --stdio -g none --no-children 2>/dev/null | grep -E '^# (Samples|Event count)' | out perf-script/events.report.txt

# perf stat: one set of events in many locales and with many signs (localedef -i de_DE -f UTF-8 de_DE.UTF-8 …).
stat() { local name=$1; shift; perf stat -o "$name" "$@" -- ./waits 1 >/dev/null 2>&1 || true; grep -v '^$' "$name" | out "perf-stat/$name"; }
events=task-clock,page-faults,context-switches,raw_syscalls:sys_enter,msr/tsc/,duration_time,cycles
for l in de_DE fr_FR de_CH fr_CH en_US en_IN; do
  LC_ALL=$l.UTF-8 stat "text.$l.txt" -e $events
done
LC_ALL=de_DE.UTF-8 stat interval.de_DE.txt -a -I 400 -e $events
for l in en_US de_DE; do
  LC_ALL=$l.UTF-8 stat "comma.$l.csv" -x, -e $events
  LC_ALL=$l.UTF-8 stat "repeated.$l.csv" -x, -r 3 -e $events
  LC_ALL=$l.UTF-8 stat "cores.$l.csv" -x, -a -A -I 400 -e $events
  LC_ALL=$l.UTF-8 stat "lines.$l.jsonl" -j -e $events
  LC_ALL=$l.UTF-8 stat "cgroup.$l.csv" -x, -a --for-each-cgroup / -e task-clock,page-faults,msr/tsc/
done
LC_ALL=de_DE.UTF-8 stat semicolon.de_DE.csv -x';' -e $events
stat repeated.txt -r 3 -e $events
stat cores.txt -a --per-core -e $events
stat cgroup.txt -a --for-each-cgroup / -e task-clock,page-faults,msr/tsc/
stat bar.csv -x'|' -e $events
stat tab.csv -x'\t' -e $events
stat blank.csv -x' ' -e $events
stat colon.csv -x: -e $events
stat at.csv -x@ -e $events

# perf lock: one recording, by several columns, by thread, and as contention.
perf lock record -o locks -- ./waits 1 >/dev/null 2>&1
lock() { local name=$1; shift; perf lock "$@" -i locks 2>&1 | sed -n '/ wait /,$p' | sed 's/ *$//' | out "perf-lock/$name"; }
lock columns.txt report -F acquired,wait_total
lock order.txt report -k wait_max -F avg_wait,wait_total,contended
lock all.txt report
lock threads.txt report -t
lock contention-threads.txt contention -t
lock contention-all.txt contention
