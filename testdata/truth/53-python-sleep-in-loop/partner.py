"""partner.py SECONDS sleep|await: an asyncio service that keeps 20 ms between its calls of a partner; time.sleep stops the whole loop."""
import asyncio, json, sys, time

seconds, how = int(sys.argv[1]), sys.argv[2]
paused, handled = [0.0], [0]


async def throttle_partner():
    start = time.monotonic()
    if how == "sleep":
        time.sleep(0.02)
    else:
        await asyncio.sleep(0.02)
    paused[0] += time.monotonic() - start


def render_offer():
    return sum(i % 7 for i in range(2000))


async def handle():
    await throttle_partner()
    render_offer()
    await asyncio.sleep(0.003)
    handled[0] += 1


async def client(end):
    while time.monotonic() < end:
        await handle()


async def main():
    end = time.monotonic() + seconds
    await asyncio.gather(*[client(end) for _ in range(10)])


asyncio.run(main())
print(json.dumps({"handled": handled[0], "paused_s": round(paused[0], 2), "seconds": seconds}))
