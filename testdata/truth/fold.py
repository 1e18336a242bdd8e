"""fold.py SCRIPT CPU OFFCPU: text of collect/perf.sh -p as folded stacks in microseconds, CPU time and off-CPU time apart.
A wait lasts from the switch of a thread off the CPU to the switch back to it; one that the recording cuts off is left out."""
import collections
import re
import sys

HEADER = re.compile(r"^\s*(\S.*?)\s+(\d+)\s+\[\d+\]\s+(\d+\.\d+):\s+(?:(\d+)\s+)?([\w-]+(?::\w+)?)[^:]*:")
SWITCH = re.compile(r" prev_pid=(\d+) .* next_pid=(\d+) ")


def folded(comm, lines):
    frames = []
    for line in reversed(lines):
        _, symbol, module = re.match(r"\s*([0-9a-f]+) (.+) \((.*)\)$", line).groups()
        symbol = re.sub(r"\+0x[0-9a-f]+$", "", symbol)
        frames.append("[%s]" % module.split("/")[-1].strip("[]") if symbol == "[unknown]" else symbol)
    return ";".join([comm, *frames]).replace("\n", " ")


def write(name, weights):
    with open(name, "w") as out:
        for stack, microseconds in sorted(weights.items()):
            if round(microseconds) > 0:
                out.write(f"{stack} {round(microseconds)}\n")


def main(script, cpu_file, off_file):
    cpu, off, left = collections.Counter(), collections.Counter(), {}
    for block in open(script, errors="replace").read().split("\n\n"):
        head, *lines = block.strip("\n").split("\n")
        match = HEADER.match(head)
        if not match:
            continue
        comm, _, time, period, event = match.groups()
        if event != "sched:sched_switch":
            cpu[folded(comm, lines)] += int(period) / 1e3
            continue
        gone, come = SWITCH.search(head + " ").groups()
        if come in left:
            start, stack = left.pop(come)
            off[stack] += (float(time) - start) * 1e6
        if gone != "0":
            left[gone] = (float(time), folded(comm, lines))
    write(cpu_file, cpu)
    write(off_file, off)


main(*sys.argv[1:])
