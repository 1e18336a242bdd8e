#!/usr/bin/env bash
# Prints made-up counts (counts.py: no machine here has them) with the real toplev: PMU_TOOLS, a directory with pmu-tools 2026.7 (pip).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export EVENTMAP=$work/events.json PERF=$here/counts.py
python3 - "$EVENTMAP" << 'PY'
import json, sys
names = """BR_MISP_RETIRED.ALL_BRANCHES CPU_CLK_UNHALTED.THREAD CYCLE_ACTIVITY.STALLS_MEM_ANY CYCLE_ACTIVITY.STALLS_TOTAL EXE_ACTIVITY.1_PORTS_UTIL
EXE_ACTIVITY.2_PORTS_UTIL EXE_ACTIVITY.BOUND_ON_STORES IDQ_UOPS_NOT_DELIVERED.CORE IDQ_UOPS_NOT_DELIVERED.CYCLES_0_UOPS_DELIV.CORE INST_RETIRED.ANY
INT_MISC.RECOVERY_CYCLES MACHINE_CLEARS.COUNT UOPS_ISSUED.ANY UOPS_RETIRED.MACRO_FUSED UOPS_RETIRED.RETIRE_SLOTS""".split()
zero = dict.fromkeys(["MSRIndex", "MSRValue", "CounterMask", "Invert", "AnyThread", "EdgeDetect", "PEBS", "Data_LA"], "0")
json.dump([{**zero, "EventName": n, "EventCode": "0x3c", "UMask": f"0x{i + 16:02x}", "BriefDescription": n, "PublicDescription": n, "Counter": "0,1,2,3",
            "CounterHTOff": "0,1,2,3,4,5,6,7", "SampleAfterValue": "2000003", "Errata": "null"} for i, n in enumerate(names)], open(sys.argv[1], "w"))
PY
toplev() { # FILE OPTIONS
  (cd "$PMU_TOOLS" && python3 toplev.py --force-cpu skx -l2 --no-desc "${@:2}" -o "$work/out" -- sleep 0.1) > /dev/null 2>&1
  sed 's/ on .* \[/ on Xeon [/' "$work/out" > "$here/$1"
}
toplev text.txt --single-thread -v
toplev bottleneck.txt --single-thread
toplev interval.txt --single-thread -v -I100
toplev table.csv --single-thread -v -x,
toplev interval.csv --single-thread -v -I100 '-x;'
toplev interval.json --single-thread -v --json -I100
toplev columns.txt -v --columns --core S0-C0
