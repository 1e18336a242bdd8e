"""Nothing is wrong: a few requests a second; worker threads wait at a queue for mails, and have hardly anything to do."""
import json
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TRUTH = {"mail_s": 0.0, "request_s": 0.0, "requests": 0}
MAILS = queue.Queue()
POOL = ThreadPoolExecutor(4, thread_name_prefix="reports")


def send_mails():
    while True:
        mail = MAILS.get()
        start = time.perf_counter()
        mail.upper()
        TRUTH["mail_s"] += time.perf_counter() - start


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        start = time.perf_counter()
        MAILS.put("hello")
        body = json.dumps(TRUTH).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        TRUTH["request_s"] += time.perf_counter() - start
        TRUTH["requests"] += 1

    def log_message(self, *_):
        pass


for n in range(3):
    threading.Thread(target=send_mails, daemon=True, name=f"mail-{n}").start()
for n in range(4):
    POOL.submit(time.sleep, 0.01)
ThreadingHTTPServer(("127.0.0.1", 7100), Handler).serve_forever()
