"""Quota service (asyncio): 24 requests at once queue for a semaphore in front of the upstream. The loop itself is idle.
Argument: how many may ask at once."""
import asyncio
import json
import sys
import time

TRUTH = {"queue_s": 0.0, "upstream_s": 0.0, "request_s": 0.0, "requests": 0}
SLOTS = asyncio.Semaphore(int(sys.argv[1]))


async def ask_upstream():
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", 7001)
    writer.write(b"GET /?ms=10 HTTP/1.1\r\nHost: up\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    TRUTH["upstream_s"] += time.perf_counter() - start
    return len(answer)


async def take_quota():
    start = time.perf_counter()
    async with SLOTS:
        TRUTH["queue_s"] += time.perf_counter() - start
        return await ask_upstream()


async def serve(reader, writer):
    while (line := await reader.readline()):
        while (await reader.readline()).strip():
            pass
        start = time.perf_counter()
        answer = TRUTH | {"cpu_s": time.process_time()} if b"/truth" in line else {"length": await take_quota()}
        body = json.dumps(answer).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()
        if b"/truth" not in line:
            TRUTH["request_s"] += time.perf_counter() - start
            TRUTH["requests"] += 1
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 7100)
    await server.serve_forever()


asyncio.run(main())
