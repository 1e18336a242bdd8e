#!/usr/bin/env python3
"""Prints a random but repeatable `perf script` text: several processes and threads, deep and empty stacks, names of many
languages, unknown and inlined frames, periods. inferno's output for it is kept beside it, for a differential test."""
import random

random.seed(20261125)
NAMES = [
    "main", "__libc_start_main", "do_syscall_64", "entry_SYSCALL_64_after_hwframe", "main.(*consumer).run",
    "runtime.gopark", "std::vector<int, std::allocator<int> >::push_back", "core::ops::function::FnOnce::call_once",
    "<alloc::vec::Vec<T> as core::iter::Extend>::extend", "[unknown]", "operator new", "__proto__", "constructor",
    "Java_java_net_SocketInputStream_socketRead0", "epoll_wait", "ns::Type<a::b>::method", "decode", "größe", "_start",
]
MODULES = ["/app/service", "/usr/lib/libc.so.6", "[kernel.kallsyms]", "[unknown]"]
COMMS = ["service", "worker-7", "pool thread", "a:b"]

for n in range(200):
    comm = random.choice(COMMS)
    pid = 100 + COMMS.index(comm)
    print(f"{comm} {pid}/{pid + random.randrange(3)} [{n % 4:03d}] {1000 + n / 97:.6f}: {random.randrange(1, 10**7):>10} cpu-clock:")
    stack = random.choices(NAMES, k=random.choice([1, 2, 3, 8, 40]))
    for name in stack:
        address = random.randrange(16**11, 16**12)
        offset = f"+{random.randrange(1, 4096):#x}" if name != "[unknown]" and random.random() < 0.7 else ""
        print(f"\t{address:16x} {name}{offset} ({random.choice(MODULES)})")
    print()
