#!/usr/bin/env bash
# Records the off-CPU stacks that programs.json was labelled from: ten seconds of everyday programs under perf.
# Needs root, Debian packages: linux-perf redis-server nginx postgresql curl. Prints distinct stacks as JSON; the label
# (`category`) is then written by hand.
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
redis-server --port 17001 --appendonly yes --appendfsync always --save '' --dir "$work" >/dev/null 2>&1 &
cat > nginx.conf <<CONF
worker_processes 2; daemon off; pid $work/nginx.pid; error_log $work/nginx.log;
events {} http { access_log off; aio threads; server { listen 127.0.0.1:17002; location / { root /usr/share/doc; autoindex on; } } }
CONF
nginx -c "$work/nginx.conf" -p "$work" &
pgbin=$(ls -d /usr/lib/postgresql/*/bin)
chmod 755 "$work"; mkdir pg; chown postgres pg
su postgres -c "$pgbin/initdb -D $work/pg >/dev/null; $pgbin/pg_ctl -D $work/pg -o '-p 17003 -k /tmp' -w start >/dev/null"
sleep 1
perf record -q -e sched:sched_switch --call-graph fp -a -o switches -- sleep 8 &
recording=$!
sleep 0.5
redis-benchmark -p 17001 -n 20000 -q >/dev/null 2>&1 &
for _ in $(seq 200); do curl -s http://127.0.0.1:17002/ >/dev/null; done &
su postgres -c "$pgbin/pgbench -p 17003 -h /tmp -i -s 2 postgres; $pgbin/pgbench -p 17003 -h /tmp -c 6 -j 2 -T 4 postgres" >/dev/null 2>&1 &
for _ in 1 2 3; do bash -c 'sleep 0.2; (ls; sleep 0.1) | cat'; done >/dev/null &
dd if=/dev/zero of=big bs=1M count=200 oflag=dsync 2>/dev/null &
(flock 9; sleep 1) 9>lock & sleep 0.1; (flock 9) 9>lock &
tar cf - /usr/share/doc 2>/dev/null | gzip -1 | cat >/dev/null &
xargs -P 4 -n 1 sleep <<< "0.1 0.2 0.3 0.2" &
wait "$recording"
perf script -i switches -F comm,pid,tid,time,event,ip,sym,trace 2>/dev/null | python3 -c '
import json, re, sys
seen, stack, head = set(), [], None
for line in sys.stdin:
    if not line.strip():
        if head and stack:
            comm, state = head
            frames = ";".join([comm, *reversed(stack)])
            if frames not in seen:
                seen.add(frames)
                print(json.dumps({"state": state, "category": "", "frames": frames}))
        stack, head = [], None
    elif line[0] not in " \t":
        m = re.match(r"(.{0,16}?)\s+\d+/\d+.*prev_state=(\S+)", line)
        head = (m.group(1).strip(), m.group(2)) if m else None
    else:
        stack.append(re.sub(r"\+0x[0-9a-f]+$", "", line.strip().split(" ", 1)[1]))
'
su postgres -c "$pgbin/pg_ctl -D $work/pg stop -m fast >/dev/null"
