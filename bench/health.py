#!/usr/bin/env python3
"""How quickly /api/health answers while edits keep every core busy.

Starts `nanobanana serve` on a free port, measures health on the idle server, then again while eight 2048x2048 edits
run, and prints median, p99 and the ratio of the two. Health must answer within 20 ms at p99 under that load.

Usage: bench/health.py path/to/nanobanana
"""
import http.client
import json
import os
import random
import struct
import subprocess
import sys
import threading
import time
import zlib

SIDE = 2048
EDITS = 8
IDLE_SAMPLES = 500
PAUSE_SECONDS = 0.005


def png(channels, row):
    """A PNG of SIDE x SIDE from a function that makes the bytes of row y."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    colour = {1: 0, 3: 2}[channels]
    raw = b"".join(b"\0" + row(y) for y in range(SIDE))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, colour, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(raw, 1)) + chunk(b"IEND", b""))


def photo():
    rng = random.Random(1)
    noise = bytes(rng.randrange(12) for _ in range(SIDE * 3))
    return png(3, lambda y: bytes((n + y // 9 + x // 30) % 256 for x, n in enumerate(noise)))


def mask():
    lo, hi = SIDE // 2 - 300, SIDE // 2 + 300
    inside = bytes(lo) + b"\xff" * (hi - lo) + bytes(SIDE - hi)
    return png(1, lambda y: inside if lo <= y < hi else bytes(SIDE))


def form(picture, selection):
    boundary = "nanobanana-bench"
    body = b""
    for name, data in (("image", picture), ("mask", selection)):
        body += (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.png"\r\n\r\n'
                 .encode() + data + b"\r\n")
    body += f'--{boundary}\r\nContent-Disposition: form-data; name="prompt"\r\n\r\na calm sea\r\n'.encode()
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def health_times(port, goes_on):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    while goes_on(len(times)):
        begin = time.perf_counter()
        connection.request("GET", "/api/health")
        assert connection.getresponse().read()
        times.append((time.perf_counter() - begin) * 1000)
        time.sleep(PAUSE_SECONDS)
    return sorted(times)


def percentile(times, fraction):
    return times[min(len(times) - 1, int(len(times) * fraction))]


def main():
    environment = dict(os.environ, HOST="127.0.0.1", PORT="0", RATE_LIMIT_ENABLED="false", NANOBANANA_KEY="",
                       MAX_IMAGE_SIZE_MB="20")
    server = subprocess.Popen([sys.argv[1], "serve"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        port = next(json.loads(line)["port"] for line in server.stdout if '"Listening"' in line)
        threading.Thread(target=lambda: [None for _ in server.stdout], daemon=True).start()
        idle = health_times(port, lambda n: n < IDLE_SAMPLES)

        body, kind = form(photo(), mask())
        statuses = []

        def edit():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
            connection.request("POST", "/api/edit", body, {"Content-Type": kind})
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)

        threads = [threading.Thread(target=edit) for _ in range(EDITS)]
        begin = time.perf_counter()
        for thread in threads:
            thread.start()
        busy = health_times(port, lambda _: any(thread.is_alive() for thread in threads))
        seconds = time.perf_counter() - begin
    finally:
        server.terminate()
        server.wait(60)

    print(f"{EDITS} edits of {SIDE}x{SIDE}: {seconds:.1f} s, statuses {sorted(statuses)}")
    for name, times in (("idle", idle), ("busy", busy)):
        print(f"health {name}: {len(times)} samples, median {percentile(times, .5):.2f} ms, "
              f"p99 {percentile(times, .99):.2f} ms, worst {times[-1]:.2f} ms")
    print(f"ratio of p99 busy to idle: {percentile(busy, .99) / percentile(idle, .99):.1f}")
    return 0 if percentile(busy, .99) <= 20 and set(statuses) == {200} else 1


if __name__ == "__main__":
    sys.exit(main())
