"""Threads that run, sleep, fight for a lock and wait for a queue; prints the CPU time of the process."""
import queue
import threading
import time

lock = threading.Lock()
work = queue.Queue()


def busy(until):
    while time.time() < until:
        sum(i * i for i in range(200))


def sleeper(until):
    while time.time() < until:
        time.sleep(0.05)


def locker(until):
    while time.time() < until:
        with lock:
            time.sleep(0.02)


def taker(_):
    work.get()


if __name__ == "__main__":
    end = time.time() + 3
    threads = [threading.Thread(target=f, args=(end,), name=f.__name__) for f in (busy, sleeper, locker, locker, taker)]
    for thread in threads:
        thread.start()
    time.sleep(3.2)
    work.put(1)
    for thread in threads:
        thread.join()
    print(time.process_time())
