#!/usr/bin/env bash
# Records the incident with the programs in workload/: about three minutes on an otherwise idle machine.
# Needs Go 1.26, python3 (serves the metrics file) and a prometheus server on the PATH.
#
# 40 s of the batched consumer (objective held), 60 s of the one that fetches little and commits under one mutex
# (objective broken), 60 s of the batched one again. Profiles: one CPU and one fgprof pair every 10 s.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
(cd workload && go build -o "$work" ./broker ./consumer ./export)

mkdir -p "$work/metrics" recorded
rm -f recorded/*
cat > "$work/prometheus.yml" <<YML
global: {scrape_interval: 2s}
scrape_configs:
  - job_name: consumer
    metrics_path: /consumer.prom
    static_configs: [{targets: ['127.0.0.1:19394']}]
YML
touch "$work/metrics/consumer.prom"
python3 -m http.server -b 127.0.0.1 -d "$work/metrics" 19394 >/dev/null 2>&1 &
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" --web.listen-address=127.0.0.1:19393 >/dev/null 2>&1 &
sleep 3
"$work/broker" -rate 90000 -rtt 350us -backlog 50000 &
sleep 0.2

consume() { # name mode seconds
  GOMAXPROCS=4 "$work/consumer" -mode "$2" -for "$3s" -slice 10s -out "$work/$1" -textfile "$work/metrics/consumer.prom"
}
start=$(date +%s)
consume held after 41
consume before before 61
consume after after 61
end=$(date +%s)
sleep 3

query() { # file promql
  curl -fsS -G http://127.0.0.1:19393/api/v1/query_range --data-urlencode "query=$2" \
    -d start="$start" -d end="$end" -d step=2 | python3 -c \
    'import json, sys; print(json.dumps({"query": sys.argv[1], "step": 2, "answer": json.load(sys.stdin)}))' "$2" > "recorded/$1.promql.json"
}
query latency-p99 'histogram_quantile(0.99, sum by (le) (rate(consumer_message_latency_seconds_bucket[8s])))'
query latency-p50 'histogram_quantile(0.50, sum by (le) (rate(consumer_message_latency_seconds_bucket[8s])))'
query latency-buckets 'sum by (le) (increase(consumer_message_latency_seconds_bucket[8s]))'
query budget-burn '(1 - sum(rate(consumer_message_latency_seconds_bucket{le="0.2"}[8s])) / sum(rate(consumer_message_latency_seconds_count[8s]))) / 0.01'
query message-rate 'rate(consumer_messages_total[8s])'

for phase in held before after; do
  # One file a slice: CPU and wall of the same ten seconds, named by the slice's start in Unix milliseconds.
  for f in "$work/$phase".cpu.*.pb.gz "$work/$phase".wall.*.pb.gz; do
    b=$(basename "$f" .pb.gz)
    "$work/export" -o folded "$f" > "recorded/$b.folded"
  done
  for kind in cpu wall; do
    go tool pprof -proto -output "recorded/$phase.$kind.pb.gz" "$work/$phase".$kind.*.pb.gz 2>/dev/null
    "$work/export" -o frame "$work/$phase".$kind.*.pb.gz > "recorded/$phase.$kind.frame.json"
    "$work/export" -o folded "$work/$phase".$kind.*.pb.gz > "recorded/$phase.$kind.folded"
    go tool pprof -top -nodecount=100000 -nodefraction=0 -edgefraction=0 -unit=ns "recorded/$phase.$kind.pb.gz" > "recorded/$phase.$kind.top.txt" 2>/dev/null
  done
  cp "$work/$phase.mutex.pb.gz" recorded/
  go tool pprof -top -nodecount=30 "recorded/$phase.mutex.pb.gz" > "recorded/$phase.mutex.top.txt" 2>/dev/null
done
{
  echo "recorded $(date -u -d @"$start" +%FT%TZ) to $(date -u -d @"$end" +%FT%TZ)"
  go version; prometheus --version 2>&1 | head -1; uname -sr; echo "$(nproc) CPUs"
  grep -hE 'fgprof|kafka-go|client_golang' workload/go.mod
} > recorded/HOW.txt
