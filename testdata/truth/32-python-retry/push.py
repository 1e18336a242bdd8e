"""Push worker: 4 threads send to a gateway that is busy most of the time, and sleep between tries. free: it has room."""
import json
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

TRUTH = {"backoff_s": 0.0, "gateway_s": 0.0, "requests": 0}
LOCK = threading.Lock()
BUSY = 0 if sys.argv[1:] == ["free"] else 0.85


def count(**amounts):
    with LOCK:
        for name, amount in amounts.items():
            TRUTH[name] += amount


def send(message):
    start = time.perf_counter()
    try:
        urllib.request.urlopen(f"http://127.0.0.1:7001/?ms=4&busy={BUSY}").read()
        return True
    except urllib.error.HTTPError:
        return False
    finally:
        count(gateway_s=time.perf_counter() - start)


def back_off(attempt):
    start = time.perf_counter()
    time.sleep(min(0.02 * 2**attempt, 0.2))
    count(backoff_s=time.perf_counter() - start)


def send_with_retry(message):
    attempt = 0
    while not send(message):
        back_off(attempt)
        attempt += 1
    count(requests=1)


def push_messages():
    while True:
        send_with_retry("hello")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(TRUTH).encode())

    def log_message(self, *_):
        pass


for n in range(4):
    threading.Thread(target=push_messages, daemon=True, name=f"push-{n}").start()
HTTPServer(("127.0.0.1", 7100), Handler).serve_forever()
