"""Threads that wait for ever, for dumps; `waiting.py SECONDS [FILE]` has faulthandler write to FILE after a second."""
import faulthandler
import queue
import socket
import sys
import threading
import time

lock = threading.Lock()
lock.acquire()


def take_lock():
    lock.acquire()


def take_from_queue():
    queue.Queue().get()


def accept():
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    server.accept()


def compute():
    while True:
        sum(range(1000))


for body in take_lock, take_from_queue, accept, compute:
    threading.Thread(target=body, name=body.__name__, daemon=True).start()
if len(sys.argv) > 2:
    faulthandler.dump_traceback_later(1, file=open(sys.argv[2], "w"))
time.sleep(float(sys.argv[1]))
