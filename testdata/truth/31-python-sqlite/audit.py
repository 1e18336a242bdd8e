"""Audit service: one writer stores every event in a transaction of its own, which waits for the disk. batch: 500 in one."""
import json
import sqlite3
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

TRUTH = {"commit_s": 0.0, "insert_s": 0.0, "describe_s": 0.0, "writer_s": 0.0, "requests": 0}
BATCH = 500 if sys.argv[1:] == ["batch"] else 1


def commit_events(db):
    start = time.perf_counter()
    db.commit()
    TRUTH["commit_s"] += time.perf_counter() - start


def store_event(db, event):
    start = time.perf_counter()
    db.execute("insert into events(at, who, what) values (?, ?, ?)", event)
    TRUTH["insert_s"] += time.perf_counter() - start


def describe_event(n):
    start = time.perf_counter()
    fields = {f"field{i}": [n, i, f"value {n * i}"] for i in range(80)}
    text = json.dumps(fields, sort_keys=True)
    TRUTH["describe_s"] += time.perf_counter() - start
    return text[:100]


def write_events():
    db = sqlite3.connect("audit.db", isolation_level="DEFERRED")
    db.execute("pragma synchronous = full")
    db.execute("create table if not exists events(at, who, what)")
    while True:
        start = time.perf_counter()
        for n in range(BATCH):
            store_event(db, (start, f"user {n}", describe_event(n)))
        commit_events(db)
        TRUTH["requests"] += BATCH
        TRUTH["writer_s"] += time.perf_counter() - start


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(TRUTH).encode())

    def log_message(self, *_):
        pass


threading.Thread(target=write_events, daemon=True, name="audit-writer").start()
HTTPServer(("127.0.0.1", 7100), Handler).serve_forever()
