#!/usr/bin/env bash
# Who waits for which lock, and who holds it, keyed by its address: locks.bt on locks.c. Needs root, gcc, bpftrace 0.17 with libc at the path in locks.bt.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O1 -g -fno-omit-frame-pointer -no-pie -pthread -o "$work/locks" "$here/locks.c"
"$work/locks" 12 > "$here/truth.json" & # lives until all is printed: symbols are looked up then
sleep 1
nice -n -10 bpftrace "$here/locks.bt" > "$here/locks.txt" 2> /dev/null
nice -n -10 bpftrace -f json "$here/locks.bt" > "$here/locks.jsonl" 2> /dev/null
wait
