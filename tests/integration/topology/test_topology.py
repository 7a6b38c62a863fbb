#!/usr/bin/env python3
"""Three servers behind nginx (installers/nginx/backend.conf.template) with one Redis, scraped by Prometheus:
what they share, and what is lost when one of them is killed or restarted.
Usage: test_topology.py nanobanana source-folder

Edits are held by the provider until the test lets them go, so that it knows what is in flight when something
happens; nothing here waits for a time to pass. Each client has an address of its own in 127.0.0.0/8."""
import collections
import json
import signal
import sys
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
sys.path.insert(0, str(SOURCES / 'tests/installers/support'))
import processes  # noqa: E402
from fake_provider import Provider  # noqa: E402

INSTANCES = 3
RATE_REFUSALS = 'rate_limit_exceeded_total{endpoint="/api/edit"}'
RATE_FALLBACKS = 'redis_fallbacks_total{operation="rate_limit",'
BURST = 6
HEALTH_REQUESTS = 'http_requests_total{endpoint="/api/health",method="GET",status_code="200"}'
EDIT_REQUESTS = 'http_requests_total{endpoint="/api/edit",method="POST",status_code="%d"}'


class Topology(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.running = []
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.clean_up)
        cls.clients = 0
        cls.edited = 0
        cls.pool = ThreadPoolExecutor(max_workers=32)
        cls.redis = cls.kept(processes.Redis(cls.folder.name))
        cls.provider = cls.kept(Provider())
        cls.servers = [cls.started(number) for number in range(INSTANCES)]
        addresses = [f'127.0.0.1:{server.port}' for server in cls.servers]
        cls.nginx = cls.kept(processes.Nginx(
            cls.folder.name, SOURCES / 'installers/nginx/backend.conf.template', 'API_LISTEN',
            API_TIMEOUT=130, MAX_BODY_MB=21,
            **{f'BACKEND_{number}': address for number, address in enumerate(addresses, 1)}))
        configuration = processes.configured_folder(SOURCES, cls.folder.name, addresses)
        cls.prometheus = cls.kept(processes.Prometheus(cls.folder.name, configuration))

    @classmethod
    def kept(cls, process):
        cls.running.append(process)
        return process

    @classmethod
    def clean_up(cls):
        cls.provider.release()
        for process in reversed(cls.running):
            process.stop()
        cls.pool.shutdown()
        cls.folder.cleanup()

    @classmethod
    def started(cls, number, port=None):
        return cls.kept(processes.Server(
            PROGRAM, cls.folder.name, f'server-{number}', port, REDIS_URL=cls.redis.url,
            NANOBANANA_URL=cls.provider.url, NANOBANANA_KEY='a-key-for-tests',
            NANOBANANA_PROVIDER='nanobanana', TRUSTED_PROXIES='127.0.0.1', RATE_LIMIT_RPM='1',
            RATE_LIMIT_BURST=str(BURST), SHUTDOWN_GRACE='130'))

    def new_client(self):
        type(self).clients += 1
        return f'127.1.{self.clients // 250}.{self.clients % 250 + 1}'

    def edit(self, prompt, **parts):
        return self.pool.submit(processes.edit, self.nginx.port, prompt, source=self.new_client(), **parts)

    def held_edits(self, label, count, before=0):
        """Starts so many edits, each on behalf of another client, and returns when the provider holds all of
        them, and the `before` ones. {prompt: its future}"""
        prompts = [f'hold {label} {number}' for number in range(count)]
        edits = {prompt: self.edit(prompt) for prompt in prompts}
        self.provider.await_waiting(before + count)
        return edits

    def in_flight(self):
        return [server.samples()['edits_in_flight'] for server in self.servers]

    def finished(self, server):
        """How many edits ended with which status, by the log of the server and of those before it there."""
        lines = [json.loads(line) for line in server.log_lines()]
        return collections.Counter(line['status'] for line in lines
                                   if line['message'] == 'Request finished' and line['route'] == '/api/edit')

    def assert_becomes(self, figures, expected):
        """The last answer may be there before its line in the log and its count."""
        try:
            processes.await_true(lambda: figures() == expected, 'figures')
        except RuntimeError:
            self.assertEqual(figures(), expected)

    def assert_all_counted(self):
        """Of all edits that clients have got, each has one line in the logs."""
        self.assert_becomes(lambda: sum(self.finished(server)[200] for server in self.servers), self.edited)

    def assert_all_edited(self, edits):
        for prompt, future in edits.items():
            status, headers, content = future.result()
            self.assertEqual((status, headers['content-type'], content[:4]), (200, 'image/png', b'\x89PNG'))
            self.assertEqual(self.provider.count(prompt), 1, f'{prompt}: is paid for once')
        type(self).edited += len(edits)

    def await_use_of(self, server):
        """Until nginx sends requests to it (again)."""
        def used():
            processes.ask(self.nginx.port, '/api/health')
            return server.samples()[HEALTH_REQUESTS] > 0

        processes.await_true(used, f'port {server.port} behind nginx', self.nginx.process)

    # The tests run in this order; each leaves three servers behind. Before a restart counters only grow.

    def test_0_answers_of_nginx_itself(self):
        limits = json.loads(processes.ask(self.nginx.port, '/api/limits')[2])
        self.assertEqual(limits['max_body_bytes'], self.nginx.values['MAX_BODY_MB'] << 20)
        too_long = {'Content-Length': str(limits['max_body_bytes'] + 1)}
        status, headers, content = processes.ask(self.nginx.port, '/api/edit', 'POST', too_long)
        self.assertEqual((status, headers['content-type']), (413, 'application/json'))
        self.assertEqual(json.loads(content)['error_code'], 'HTTP_413')
        for path in ('/metrics', '/docs', '/openapi.json', '/readyz', '/'):
            self.assertEqual(processes.ask(self.nginx.port, path)[0], 404, path)

    def test_1_edits_are_spread_and_counted_exactly(self):
        edits = self.held_edits('spread', 9)
        self.assertEqual(self.in_flight(), [3, 3, 3], 'least_conn')
        self.provider.release()
        self.assert_all_edited(edits)
        empty = processes.png(processes.SIDE, processes.SIDE, 1, lambda x, y: (0,))
        for _ in range(4):
            self.assertEqual(self.edit('nothing', mask=empty).result()[0], 422)
        for status, count in ((200, 9), (422, 4)):
            requests = EDIT_REQUESTS % status
            self.assert_becomes(lambda: sum(server.samples()[requests] for server in self.servers), count)
            self.assert_becomes(lambda: sum(self.finished(server)[status] for server in self.servers), count)
            self.await_figure(f'sum({requests})', count)

    def await_figure(self, query, figure):
        processes.await_true(lambda: [value for _, value in self.prometheus.query(query)] == [figure], query,
                             self.prometheus.process)

    def test_2_rate_limit_is_shared(self):
        """Of one bucket BURST requests pass; three buckets would let all of these pass. Meanwhile the bucket
        gets a token a minute. What the client says of its own address does not count. Where Redis was too
        slow an instance has decided alone; then it is tried again with another client."""
        for _ in range(5):
            fallbacks = self.sum_of(RATE_FALLBACKS)
            client, passed, tokens = self.passed_of_a_client()
            fallbacks = self.sum_of(RATE_FALLBACKS) - fallbacks
            self.assertGreaterEqual(passed, BURST)
            self.assertLessEqual(passed, tokens + fallbacks)
            if fallbacks == 0:
                break
        self.assert_all_edited({'another client': self.edit('another client')})
        self.assertIn(client, {json.loads(line).get('client_ip') for server in self.servers
                               for line in server.log_lines() if 'Rate limit exceeded' in line})
        self.assert_all_counted()

    def passed_of_a_client(self):
        """(address of a new client, how many of its 2 * BURST requests passed, how many tokens it had)"""
        client = self.new_client()
        before = [self.asked_and_refused(server) for server in self.servers]
        begin = time.monotonic()
        answers = [processes.edit(self.nginx.port, f'a lighthouse of {client}, {number}',
                                  {'X-Forwarded-For': f'203.0.113.{number}'}, client)
                   for number in range(2 * BURST)]
        tokens = BURST + int((time.monotonic() - begin) / 60)
        statuses = collections.Counter(status for status, _, _ in answers)
        self.assertLessEqual(set(statuses), {200, 429})
        self.assertTrue(all('retry-after' in headers for status, headers, _ in answers if status == 429))
        type(self).edited += statuses[200]

        def counts():
            after = [self.asked_and_refused(server) for server in self.servers]
            return [(there[0] - here[0], there[1] - here[1]) for here, there in zip(before, after)]

        self.assert_becomes(lambda: tuple(map(sum, zip(*counts()))), (2 * BURST, statuses[429]))
        self.assertTrue(all(asked > 0 for asked, _ in counts()), f'each instance had some: {counts()}')
        return client, statuses[200], tokens

    def asked_and_refused(self, server):
        samples = server.samples()
        return samples[EDIT_REQUESTS % 200] + samples[EDIT_REQUESTS % 429], samples[RATE_REFUSALS]

    def sum_of(self, beginning):
        values = [value for server in self.servers for name, value in server.samples().items()
                  if name.startswith(beginning)]
        self.assertTrue(values, beginning)
        return sum(values)

    def test_3_killed_instance_loses_only_its_own(self):
        edits = self.held_edits('kill', 9)
        self.assertEqual(self.in_flight(), [3, 3, 3])
        killed = self.servers[1]
        finished = [self.finished(server)[200] for server in self.servers]
        killed.stop(signal.SIGKILL)
        # What it worked on is over at once; the others go on, and get what comes now.
        processes.await_true(lambda: sum(future.done() for future in edits.values()) == 3, 'lost edits')
        lost = {prompt for prompt, future in edits.items() if future.done()}
        for prompt in lost:
            status, headers, content = edits[prompt].result()
            self.assertEqual((status, headers['content-type']), (503, 'application/json'))
            self.assertEqual(json.loads(content)['error_code'], 'HTTP_503')
        later = self.held_edits('after the kill', 4, before=9)
        up = f'up{{instance="127.0.0.1:{killed.port}"}}'
        self.await_figure(up, 0)
        self.provider.release()
        self.assert_all_edited({prompt: edit for prompt, edit in edits.items() if prompt not in lost})
        self.assert_all_edited(later)
        self.assertEqual({self.provider.count(prompt) for prompt in lost}, {1}, 'nobody repeats them')
        self.assert_becomes(lambda: [self.finished(server)[200] for server in self.servers],
                            [finished[0] + 5, finished[1], finished[2] + 5])
        self.servers[1] = self.started(1, killed.port)
        self.await_use_of(self.servers[1])

    def test_4_rolling_restart_loses_none(self):
        for number, server in enumerate(self.servers):
            with self.subTest(instance=number):
                edits = self.held_edits(f'restart {number}', 6)
                self.assertEqual(self.in_flight(), [2, 2, 2])
                server.process.send_signal(signal.SIGTERM)
                processes.await_true(lambda: not processes.accepts(server.port), 'a closed port')
                later = self.held_edits(f'while {number} stops', 4, before=6)
                self.assertIsNone(server.process.poll(), 'it waits for its edits')
                self.provider.release()
                self.assert_all_edited({**edits, **later})
                self.assertEqual(server.stop(), 0)
                self.servers[number] = self.started(number, server.port)
                self.await_use_of(self.servers[number])
        self.assert_all_counted()

    def test_5_rolling_restart_under_load_loses_none(self):
        """As the configuration of nginx says: taken out first, put back at the end, while edits go on."""
        over = threading.Event()
        load = [self.pool.submit(self.edit_until, over, number) for number in range(4)]
        try:
            for number, server in enumerate(self.servers):
                backend = f'BACKEND_{number + 1}'
                address = self.nginx.values[backend]
                self.nginx.reload(**{backend: address + ' down'})
                self.assertEqual(server.stop(), 0)
                self.servers[number] = self.started(number, server.port)
                self.nginx.reload(**{backend: address})
        finally:
            over.set()
        statuses = collections.Counter(status for client in load for status in client.result())
        self.assertEqual(set(statuses), {200})
        type(self).edited += statuses[200]
        self.assert_all_counted()

    def edit_until(self, over, number):
        """The statuses of edits one after the other, each on behalf of a client of its own."""
        statuses = []
        while not over.is_set():
            count = len(statuses)
            source = f'127.{2 + number}.{count // 250}.{count % 250 + 1}'
            statuses.append(processes.edit(self.nginx.port, f'load {number} {count}', source=source)[0])
        return statuses


if __name__ == '__main__':
    if not all(processes.tool(name) for name in ('nginx', 'redis-server', 'prometheus')):
        print('skipped: there is no nginx, no Redis or no Prometheus')
        sys.exit(processes.SKIPPED)
    unittest.main(argv=sys.argv[:1])
