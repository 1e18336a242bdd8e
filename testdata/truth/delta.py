"""delta.py FROM TO SECONDS: what a program's timers counted between two answers of /truth. Gauges keep their last value."""
import json
import sys

GAUGES = {"goroutines", "threads", "collection_cpu_s"}
first, last = (json.load(open(name)) for name in sys.argv[1:3])
out = {name: value if name in GAUGES else round(value - first.get(name, 0), 4) for name, value in last.items()}
print(json.dumps({**out, "window_s": float(sys.argv[3])}))
