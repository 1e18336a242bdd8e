#!/usr/bin/env bash
# Records a container that is throttled: service.c in a cgroup with half a CPU, ten seconds. Every switch and wakeup of its threads (perf), what
# its own timers counted, the kernel's cpu.stat, and the series of cAdvisor as a Prometheus answered them.
# Needs root, a writable cgroup v1 cpu controller at /sys/fs/cgroup/cpu, perf 6.1, gcc, Go, prometheus.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
group=/sys/fs/cgroup/cpu/shop
trap 'kill $(jobs -p) 2>/dev/null || true; rmdir "$group"; rm -rf "$work"' EXIT
cd "$work"
gcc -O1 -g -fno-omit-frame-pointer -pthread -o service "$here/service.c"
(cd "$here/cadvisor" && go build -o "$work/cadvisor" .)
cat > prometheus.yml <<YML
global: {scrape_interval: 1s}
scrape_configs:
  - job_name: cadvisor
    static_configs: [{targets: ['127.0.0.1:19480']}]
    metric_relabel_configs: [{source_labels: [id], regex: /shop, action: keep}]
YML
mkdir "$group"
echo 50000 > "$group/cpu.cfs_quota_us" # of a period of 100 ms
echo 20480 > "$group/cpu.shares"       # other programs of the machine do not keep it below its limit
./cadvisor 127.0.0.1:19480 2> /dev/null &
prometheus --config.file=prometheus.yml --storage.tsdb.path=tsdb --web.listen-address=127.0.0.1:19481 > /dev/null 2>&1 &
sleep 5
start=$(date +%s)
perf record -q -m 8192 -e sched:sched_switch -e sched:sched_wakeup -g -a -o recorded -- \
  sh -c "echo \$\$ > $group/cgroup.procs; exec ./service 10" > "$here/timers.json"
cp "$group/cpu.stat" "$here/cpu.stat"
end=$(date +%s)
sleep 2
query() { # file promql
  curl -fsS -G http://127.0.0.1:19481/api/v1/query_range --data-urlencode "query=$2" -d start="$start" -d end="$end" -d step=1 |
    python3 -c 'import json, sys; print(json.dumps({"query": sys.argv[1], "step": 1, "answer": json.load(sys.stdin)}))' "$2" > "$here/$1.promql.json"
}
query throttled-periods container_cpu_cfs_throttled_periods_total
query periods container_cpu_cfs_periods_total
query throttled-seconds container_cpu_cfs_throttled_seconds_total
perf script -i recorded --no-inline --max-stack 16 2> /dev/null | sed "s#$work/#/app/#" |
  python3 "$here/../wakeups/keep.py" '(?:service|worker-\d)' | gzip -9n > "$here/switches.perf-script.gz"
{
  date -u -d "@$start" +'recorded %FT%TZ'
  uname -sr
  perf --version
  prometheus --version 2>&1 | sed -n 's/ (branch.*//p'
  sed -n 's/^.*\(github.com.google.cadvisor v.*\)/\1/p' "$here/cadvisor/go.mod"
  echo "$(nproc) CPUs"
} > "$here/HOW.txt"
