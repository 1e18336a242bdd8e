"""Threads that compute, sleep, wait for a lock and for a socket; and, with --echo, a recvfrom client for bpftrace."""
import socket
import sys
import threading
import time

lock = threading.Lock()


def compute():
    x = 1
    while True:
        x = (x * 1664525 + 1013904223) % 2**32


def hold_lock():
    with lock:
        time.sleep(3600)


def wait_for_lock():
    with lock:
        pass


def wait_for_peer():
    server = socket.create_server(("127.0.0.1", 0))
    server.accept()


def echo(seconds):
    a, b = socket.socketpair()
    end = time.time() + seconds

    def answer():
        while time.time() < end:
            data = b.recv(64)
            time.sleep(0.001)
            b.send(data)

    threading.Thread(target=answer, daemon=True).start()
    while time.time() < end:
        a.send(b"ping")
        a.recv(64)


if __name__ == "__main__":
    if sys.argv[1] == "--echo":
        echo(float(sys.argv[2]))
    else:
        for body in (compute, hold_lock, wait_for_lock, wait_for_peer):
            threading.Thread(target=body, name=body.__name__, daemon=True).start()
            time.sleep(0.05)
        time.sleep(float(sys.argv[1]))
