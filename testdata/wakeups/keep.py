"""Keeps the events of one program's threads of a `perf script` text, and of all other threads only that they handed the CPU over to one of them.

    perf script ... | keep.py 'REGEX of thread names' [wakers] > out.txt

Other programs are written as the idle task: nothing is told of them but when they gave the CPU to one of the program's threads.
With `wakers` a wakeup keeps its stack: all of it in a thread of the program, else what an interrupt did."""
import re
import sys

own = re.compile(sys.argv[1])
wakers = "wakers" in sys.argv[2:]
INTERRUPT = re.compile(r"\basm_(?:sysvec_\w+|common_interrupt)")
SWITCH = re.compile(r"prev_comm=(.*) prev_pid=(\d+) .*prev_state=\S+ ==> next_comm=(.*) next_pid=(\d+)")
WAKEUP = re.compile(r"sched_wakeup: comm=(.*) pid=\d+")
for block in sys.stdin.read().split("\n\n"):
    head, _, stack = block.strip("\n").partition("\n")
    switch, woken = SWITCH.search(head), WAKEUP.search(head)
    if switch:
        before, pid, after, _ = switch.groups()
        if own.fullmatch(before):
            if not own.fullmatch(after) and after[:7] != "swapper":
                head = re.sub(r"next_comm=.* next_pid=\d+", "next_comm=swapper next_pid=0", head)
            print(head, stack, "", sep="\n")
        elif own.fullmatch(after):
            head = head.replace(head.split()[0], "swapper", 1).replace(f"prev_comm={before} prev_pid={pid} ", "prev_comm=swapper prev_pid=0 ")
            print(head, "", sep="\n")
    elif woken:
        waker = head.lstrip().split()[0]
        if own.fullmatch(woken[1]):
            mine, entry = own.fullmatch(waker), INTERRUPT.search(stack)
            if entry:
                stack = stack[: stack.find("\n", entry.end()) if "\n" in stack[entry.end() :] else None]
            head = head if mine else head.replace(waker, "other", 1)
            print(head, *([stack] if wakers and (mine or entry) else []), "", sep="\n")
    elif own.fullmatch(head.split()[0] if head else ""):
        print(head, stack, "", sep="\n")
