#!/usr/bin/env python3
"""Stands for perf where a machine has no counters: the same made-up count for each event, as `perf stat -x;` prints it. EVENTMAP: the events' names by umask."""
import json, os, re, sys

args = sys.argv[1:]
if "--version" in args:
    print("perf version 6.8.0")
    sys.exit()
after = lambda option: args[args.index(option) + 1] if option in args else None
out = open(after("-o"), "w") if "-o" in args else os.fdopen(int(after("--log-fd")), "w") if "--log-fd" in args else sys.stderr
names = {int(event["UMask"], 16): event["EventName"].lower() for event in json.load(open(os.environ["EVENTMAP"]))}
MILLIONS = {"idq_uops": 700, "uops_issued": 1500, "retire_slots": 1300, "recovery": 30, "stalls_mem": 300, "stalls_total": 420, "exe_activity": 100, "br_misp": 12, "inst": 1250, "cpu_clk": 1000}


def count(event):
    umask = re.search("event=0x3c,umask=0x([0-9a-f]+)", event)
    name = names.get(int(umask[1], 16), "cpu_clk") if umask else "inst" if "0xc0" in event else event
    return next((millions for key, millions in MILLIONS.items() if key in name), 1) * 1_000_000


events = ",".join(args[i + 1] for i, option in enumerate(args) if option == "-e")
for time in ["0.100000000;", "0.200000000;"] if any(option.startswith("-I") for option in args) else [""]:
    for event in re.findall(r"\w+/[^/]*/\w*|[\w.:-]+", events):
        out.write(f"{time}{count(event)};;{event};1000000000;100.00;;\n")
