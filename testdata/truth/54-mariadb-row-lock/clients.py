"""clients.py SOCKET SECONDS one|many: 12 clients sell; each keeps the row locked for 4 ms until it commits. All the same row, or each its own."""
import json, sys, threading, time

import pymysql

socket, seconds, how = sys.argv[1], int(sys.argv[2]), sys.argv[3]
lock, waited, sold = threading.Lock(), [0.0], [0]


def sell(number):
    connection = pymysql.connect(unix_socket=socket, user="root", database="shop", autocommit=False)
    cursor = connection.cursor()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        cursor.execute("UPDATE stock SET left_over = left_over - 1 WHERE id = %s", (1 if how == "one" else 2 + number,))
        with lock:
            waited[0] += time.monotonic() - start
            sold[0] += 1
        time.sleep(0.004)
        connection.commit()


threads = [threading.Thread(target=sell, args=(number,)) for number in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps({"sold": sold[0], "update_s": round(waited[0], 2), "clients_s": 12 * seconds, "seconds": seconds}))
