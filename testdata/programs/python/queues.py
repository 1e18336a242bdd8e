import queue, threading, time, socket, sys
q = queue.Queue(5)
def burn(n):
    s = 0
    for i in range(n): s += i * i
    return s
def consumer():
    while True:
        if q.get() is None: return
        burn(30000)
        time.sleep(0.003)
def producer(end):
    while time.time() < end:
        q.put(1)
    for _ in range(2): q.put(None)
seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2
ts = [threading.Thread(target=consumer, name=f'consumer-{i}') for i in range(2)]
ts.append(threading.Thread(target=producer, args=(time.time() + seconds,), name='producer'))
for t in ts: t.start()
for t in ts: t.join()
