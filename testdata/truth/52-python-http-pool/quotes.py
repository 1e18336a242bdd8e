"""quotes.py SECONDS SIZE: 12 shoppers ask for prices through one session whose pool holds SIZE connections and blocks."""
import json, sys, threading, time

import requests
from requests.adapters import HTTPAdapter

seconds, size = int(sys.argv[1]), int(sys.argv[2])
session = requests.Session()
session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=size, pool_block=True))
lock, asked, priced = threading.Lock(), [0.0], [0]


def fetch_quote():
    return session.get("http://127.0.0.1:7001/?ms=6").json()


def price_basket():
    start = time.monotonic()
    quote = fetch_quote()
    with lock:
        asked[0] += time.monotonic() - start
        priced[0] += 1
    return quote["price"] * 3


def shop(end):
    while time.monotonic() < end:
        price_basket()


end = time.monotonic() + seconds
shoppers = [threading.Thread(target=shop, args=(end,)) for _ in range(12)]
for shopper in shoppers:
    shopper.start()
for shopper in shoppers:
    shopper.join()
# Of each question the connection is busy for one answer; the rest of the time the shopper waits for it.
print(json.dumps({"priced": priced[0], "asked_s": round(asked[0], 2), "shoppers_s": 12 * seconds, "seconds": seconds}))
