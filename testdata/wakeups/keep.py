"""Keeps the events of one program's threads of a `perf script` text, and of all other threads only that they handed the CPU over to one of them.

    perf script ... | keep.py 'REGEX of thread names' > out.txt

Other programs are written as the idle task: nothing is told of them but when they gave the CPU to one of the program's threads."""
import re
import sys

own = re.compile(sys.argv[1])
SWITCH = re.compile(r"prev_comm=(.*) prev_pid=(\d+) .*prev_state=\S+ ==> next_comm=(.*) next_pid=(\d+)")
WAKEUP = re.compile(r"sched_wakeup: comm=(.*) pid=\d+")
for block in sys.stdin.read().split("\n\n"):
    head, _, stack = block.strip("\n").partition("\n")
    switch, woken = SWITCH.search(head), WAKEUP.search(head)
    if switch:
        before, pid, after, _ = switch.groups()
        if own.fullmatch(before):
            if not own.fullmatch(after) and after[:7] != "swapper":
                head = head.replace(f"next_comm={after} ", "next_comm=other ")
            print(head, stack, "", sep="\n")
        elif own.fullmatch(after):
            head = head.replace(head.split()[0], "swapper", 1).replace(f"prev_comm={before} prev_pid={pid} ", "prev_comm=swapper prev_pid=0 ")
            print(head, "", sep="\n")
    elif woken and own.fullmatch(woken[1]):
        waker = head.lstrip().split()[0]
        print(head if own.fullmatch(waker) else head.replace(waker, "other", 1), "", sep="\n")
