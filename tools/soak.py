#!/usr/bin/env python3
"""Puts `nanobanana serve` under load and says whether it held.

A fake provider in processes of its own answers each request with a colour that follows from the prompt, so that every
result can be checked: outside the mask it is the input's, inside it is the colour of its own request. 10 % of the
provider's answers fail, some clients leave, 1000 connections stay idle, and where there is a redis-server it is killed
and started again. It is a load and no benchmark: the clients are Python. Standard library only.

Exit code 0 if everything held, 1 if not, 2 if it could not run.
"""
import argparse
import asyncio
import base64
import hashlib
import json
import os
import random
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib

SIDE = 256
HOLE = (96, 96, 64, 64)  # x, y, width, height: all inside
CORE = 20  # pixels inside the hole's edge that no blend reaches
CLIENTS = 32
IDLE = 1000
IDLE_PER_ADDRESS = 24  # the server allows 32 connections from one address
KEY = "sk-soak-0123456789"


# Pictures: 8-bit PNGs of our own, without filters where we write them.

def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(rows, width, colour_type):
    header = struct.pack(">IIBBBBB", width, len(rows), 8, colour_type, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 1)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def unfiltered(kind, row, above, step):
    out = bytearray(row)
    for i in range(len(out)):
        left = out[i - step] if i >= step else 0
        up = above[i]
        if kind == 1:
            out[i] = (out[i] + left) & 255
        elif kind == 2:
            out[i] = (out[i] + up) & 255
        elif kind == 3:
            out[i] = (out[i] + (left + up) // 2) & 255
        elif kind == 4:
            corner = above[i - step] if i >= step else 0
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
            out[i] = (out[i] + nearest[2]) & 255
    return out


def read_png(data):
    """Width, channels and the rows of an 8-bit PNG that is not interlaced."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no PNG")
    at, packed, width, height, channels = 8, b"", 0, 0, 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
            if depth != 8 or body[12] != 0:
                raise ValueError("another kind of PNG")
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    samples = zlib.decompress(packed)
    size = width * channels
    rows, above = [], bytearray(size)
    for y in range(height):
        begin = y * (size + 1)
        above = unfiltered(samples[begin], samples[begin + 1:begin + 1 + size], above, channels)
        rows.append(above)
    return width, channels, rows


def picture_of(number):
    """A picture that differs from request to request, and its rows."""
    rows = [bytes((x * 3 + y * 5 + c * 40 + number * 17) % 200 + 20 for x in range(SIDE) for c in range(3)) for y in range(SIDE)]
    return png(rows, SIDE, 2), rows


def mask():
    x, y, width, height = HOLE
    rows = []
    for row in range(SIDE):
        inside = y <= row < y + height
        rows.append(b"".join(b"\xff" if inside and x <= column < x + width else b"\0" for column in range(SIDE)))
    return png(rows, SIDE, 0)


def colour_of(prompt):
    return bytes(60 + b % 160 for b in hashlib.sha256(prompt.encode()).digest()[:3])


# The fake provider: a process that answers the NanoBanana wire format.

async def provider(port_file, seed):
    chance = random.Random(seed)
    failures = [(503, b'{"error":"busy"}'), (500, b'{"error":"oops"}'), (429, b'{"error":"slow down"}')]

    async def answer(reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"(?i)content-length: *(\d+)", head).group(1))
            request = json.loads(await reader.readexactly(length))
            width, _, rows = read_png(base64.b64decode(request["image"]))
            await asyncio.sleep(chance.uniform(0.02, 0.2))
            if chance.random() < 0.1:
                status, body, kind = *failures[chance.randrange(3)], b"application/json"
            else:
                row = colour_of(request["prompt"]) * width
                status, body, kind = 200, png([row] * len(rows), width, 2), b"image/png"
            writer.write(b"HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                         % (status, kind, len(body), body))
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ValueError, AttributeError):
            pass  # a call that was given up
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=1 << 26)
    with open(port_file, "w", encoding="ascii") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    await server.serve_forever()


# The clients.

class Tally:
    def __init__(self):
        self.statuses = {}
        self.left = 0
        self.health = []
        self.faults = []

    def count(self, status):
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def fault(self, text):
        if len(self.faults) < 20:
            self.faults.append(text)


def form(picture, prompt):
    boundary = b"soak"
    body = b""
    for name, content, is_file in ((b"image", picture, True), (b"mask", mask_bytes, True), (b"prompt", prompt.encode(), False)):
        body += b"--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n" % (
            boundary, name, b'; filename="x"' if is_file else b"", content)
    body += b"--%s--\r\n" % boundary
    return (b"POST /api/edit HTTP/1.1\r\nHost: soak\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
            b"Content-Length: %d\r\n\r\n" % (boundary, len(body))) + body


async def response(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(re.search(rb"(?i)content-length: *(\d+)", head).group(1))
    return int(head[9:12]), head, await reader.readexactly(length)


def check_result(body, rows, prompt):
    """What is wrong with a result; empty if nothing is."""
    width, channels, result = read_png(body)
    if width != SIDE or len(result) != SIDE or channels != 3:
        return "another size"
    x, y, hole_width, hole_height = HOLE
    left, right = x * 3, (x + hole_width) * 3
    for number, (row, original) in enumerate(zip(result, rows)):
        inside = y <= number < y + hole_height
        if not inside and bytes(row) != original:
            return "a row outside the mask has changed"
        if inside and (bytes(row[:left]) != original[:left] or bytes(row[right:]) != original[right:]):
            return "pixels beside the mask have changed"
    middle = (x + hole_width // 2) * 3
    pixel, wanted = result[y + hole_height // 2][middle:middle + 3], colour_of(prompt)
    return "" if max(abs(a - b) for a, b in zip(pixel, wanted)) <= TOLERANCE else \
        f"the picture of another request: {bytes(pixel).hex()} where {wanted.hex()} was painted"


TOLERANCE = 40  # the server may fit the answer's colours to the ring; another request's are further away on average


async def client(port, number, end, tally, chance):
    edit = 0
    while time.monotonic() < end:
        edit += 1
        prompt = f"request {number} {edit}"
        picture, rows = pictures[(number * 7 + edit) % len(pictures)]
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(f"127.0.1.{number + 1}", 0), limit=1 << 26)
            request = form(picture, prompt)
            leaves = chance.random()
            if leaves < 0.05:  # in the middle of its upload
                writer.write(request[:chance.randrange(1, len(request))])
                await writer.drain()
                writer.transport.abort()
                tally.left += 1
                continue
            writer.write(request)
            await writer.drain()
            if leaves < 0.15:  # while the provider works
                await asyncio.sleep(chance.uniform(0, 0.2))
                writer.transport.abort()
                tally.left += 1
                continue
            status, _, body = await asyncio.wait_for(response(reader), 60)
            writer.close()
            tally.count(status)
            if status == 200:
                if wrong := check_result(body, rows, prompt):
                    tally.fault(f"{prompt}: {wrong}")
            elif status not in (502, 503):
                tally.fault(f"{prompt}: status {status} {body[:120]!r}")
            elif status == 503:
                await asyncio.sleep(0.2)
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError) as error:
            tally.fault(f"{prompt}: {error!r}")


async def health(port, end, tally):
    """On a thread of its own would be more exact; the event loop's own delay is measured and taken off."""
    while time.monotonic() < end:
        def ask():
            begin = time.perf_counter()
            with socket.create_connection(("127.0.0.1", port), 10, ("127.0.2.1", 0)) as connection:
                connection.sendall(b"GET /api/health HTTP/1.1\r\nHost: soak\r\nConnection: close\r\n\r\n")
                data = b""
                while piece := connection.recv(4096):
                    data += piece
            return time.perf_counter() - begin, data[9:12]
        try:
            seconds, status = await asyncio.to_thread(ask)
            tally.health.append(seconds)
            if status != b"200":
                tally.fault(f"health: status {status!r}")
        except OSError as error:
            tally.fault(f"health: {error!r}")
        await asyncio.sleep(0.05)


async def idle_connections(port, end):
    """As many as IDLE at any time; the server closes them when they have been silent for too long."""
    async def one(number):
        while time.monotonic() < end:
            try:
                reader, writer = await asyncio.open_connection(
                    "127.0.0.1", port, local_addr=(f"127.0.3.{1 + number // IDLE_PER_ADDRESS}", 0))
                await reader.read(1)
                writer.close()
            except OSError:
                pass
            await asyncio.sleep(0.5)
    tasks = [asyncio.create_task(one(number)) for number in range(IDLE)]
    await asyncio.sleep(max(0, end - time.monotonic()))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


# The processes.

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


class Redis:
    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), folder, None

    def start(self):
        self.process = subprocess.Popen(["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
                                         "--dir", self.folder], stdout=subprocess.DEVNULL)

    def kill(self):
        self.process.kill()
        self.process.wait()


async def kill_redis(redis, end):
    while time.monotonic() + 8 < end:
        await asyncio.sleep(8)
        redis.kill()
        await asyncio.sleep(4)
        redis.start()


def start_server(program, folder, provider_port, redis):
    environment = {"PATH": os.environ["PATH"], "HOST": "127.0.0.1", "PORT": "0", "RATE_LIMIT_RPM": "1000000",
                   "RATE_LIMIT_BURST": "100000", "NANOBANANA_URL": f"http://127.0.0.1:{provider_port}/v1/inpaint",
                   "NANOBANANA_KEY": KEY, "QUEUE_SIZE": "64"}
    if redis:
        environment["REDIS_URL"] = f"redis://127.0.0.1:{redis.port}/0"
    log = open(os.path.join(folder, "server.log"), "w+", encoding="utf-8")  # closed with this process
    server = subprocess.Popen([program, "serve"], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    for _ in range(300):
        with open(log.name, encoding="utf-8") as file:
            for line in file:
                if '"Listening"' in line:
                    return server, json.loads(line)["port"], log.name
        if server.poll() is not None:
            break
        time.sleep(0.1)
    with open(log.name, encoding="utf-8") as file:
        sys.exit(f"soak: the server does not start: {file.read()[:2000]}")


async def load(port, seconds, redis, seed):
    tally, end = Tally(), time.monotonic() + seconds
    tasks = [client(port, number, end, tally, random.Random(seed + number)) for number in range(CLIENTS)]
    tasks += [health(port, end, tally), idle_connections(port, end)]
    if redis:
        tasks.append(kill_redis(redis, end))
    await asyncio.gather(*tasks)
    return tally


async def warm_up(port):
    """Pools and caches have their size afterwards: what memory is compared with."""
    tally, end = Tally(), time.monotonic() + 5
    await asyncio.gather(*(client(port, number, end, tally, random.Random(number)) for number in range(CLIENTS)))


async def memory_back(pid, before):
    for _ in range(60):
        if resident_mb(pid) <= before * 1.1:
            break
        await asyncio.sleep(0.5)
    return resident_mb(pid)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("inf")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--provider", help=argparse.SUPPRESS)  # this process is the fake provider: the file for its port
    arguments = parser.parse_args()
    if arguments.provider:
        asyncio.run(provider(arguments.provider, arguments.seed))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return soak(os.path.abspath(arguments.program), arguments.seconds, arguments.seed, folder)


def soak(program, seconds, seed, folder):
    port_file = os.path.join(folder, "provider-port")
    fake = subprocess.Popen([sys.executable, __file__, "--program", "-", "--provider", port_file, "--seed", str(seed)])
    while not (os.path.exists(port_file) and os.path.getsize(port_file)):
        time.sleep(0.05)
    with open(port_file, encoding="ascii") as file:
        provider_port = int(file.read())
    redis = Redis(folder) if shutil.which("redis-server") else None
    server = None
    try:
        if redis:
            redis.start()
        server, port, log = start_server(program, folder, provider_port, redis)
        asyncio.run(warm_up(port))
        time.sleep(11)  # what is given back when idle is given back by then
        before = resident_mb(server.pid)
        tally = asyncio.run(load(port, seconds, redis, seed))
        lives = server.poll() is None
        after = asyncio.run(memory_back(server.pid, before)) if lives else float("inf")
        server.send_signal(signal.SIGTERM)
        exit_code = server.wait(60)
        return report(tally, lives, exit_code, before, after, seed, redis)
    finally:
        for process in (server, fake, redis.process if redis else None):
            if process and process.poll() is None:
                process.kill()
                process.wait()


def report(tally, lives, exit_code, before, after, seed, redis):
    p99 = percentile(tally.health, 0.99) * 1000
    checks = [("the server lives and ends in order", lives and exit_code == 0),
              ("results came", tally.statuses.get(200, 0) > 0),
              ("no wrong picture, no unexpected answer", not tally.faults),
              ("health p99 under 50 ms", p99 < 50),
              ("memory back within 10 %", after <= before * 1.1)]
    print(f"soak: seed {seed}, Redis {'killed and restarted' if redis else 'not installed'}")
    print(f"soak: answers {dict(sorted(tally.statuses.items()))}, clients that left {tally.left}")
    print(f"soak: health {len(tally.health)} times, p50 {percentile(tally.health, 0.5) * 1000:.1f} ms, p99 {p99:.1f} ms")
    print(f"soak: memory {before:.0f} MB before, {after:.0f} MB after; exit code {exit_code}")
    for text in tally.faults:
        print(f"soak: {text}")
    for name, holds in checks:
        print(f"soak: {'ok    ' if holds else 'FAILED'} {name}")
    return 0 if all(holds for _, holds in checks) else 1


if __name__ == "__main__":
    pictures = [picture_of(number) for number in range(8)]
    mask_bytes = mask()
    sys.exit(main())
