"""Stock service: a thread a request; each asks the warehouse with requests. after: what was answered is kept for a second."""
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

TRUTH = {"warehouse_s": 0.0, "request_s": 0.0, "requests": 0}
LOCK = threading.Lock()
CACHE = {}
CACHED = sys.argv[1:] == ["cached"]
LOCAL = threading.local()


def count(**amounts):
    with LOCK:
        for name, amount in amounts.items():
            TRUTH[name] += amount


def ask_warehouse(article):
    start = time.perf_counter()
    if not hasattr(LOCAL, "session"):
        LOCAL.session = requests.Session()
    answer = LOCAL.session.get("http://127.0.0.1:7001/?ms=100", timeout=5).json()
    count(warehouse_s=time.perf_counter() - start)
    return answer["stock"]


def stock_of(article):
    known = CACHE.get(article)
    if CACHED and known and time.monotonic() - known[1] < 1:
        return known[0]
    stock = ask_warehouse(article)
    CACHE[article] = (stock, time.monotonic())
    return stock


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/truth":
            return self.answer(TRUTH | {"threads": threading.active_count()})
        start = time.perf_counter()
        self.answer({"stock": stock_of("a1")})
        count(request_s=time.perf_counter() - start, requests=1)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", 7100), Handler).serve_forever()
