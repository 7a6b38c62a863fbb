#!/usr/bin/env python3
"""The log lines of a real run have the fields that docs/observability.md lists, and installers/logstash keeps
them; installers/otel/collector.yml listens to what the servers send. Neither Logstash nor the collector is in
Debian: of their files what can be read without them is checked.
Usage: test_logs.py nanobanana source-folder"""
import datetime
import http.server
import json
import re
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'support'))
import logstash  # noqa: E402
import processes  # noqa: E402
import yaml  # noqa: E402
from fake_provider import Provider  # noqa: E402

PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
KEY = 'a-key-for-tests'
PROMPT = 'a lighthouse that nobody logs'
ALWAYS = {'timestamp', 'level', 'message'}
OF_A_REQUEST = {'request_id', 'trace_id', 'otel_trace_id'}
# What the run below has to make the server log.
EXPECTED = {'Listening', 'Request finished', 'Inpainting completed successfully', 'Inpainting failed',
            'Rate limit exceeded', 'Provider refuses the key: not asked for a minute', 'Edit started',
            'Edit prepared', 'Edit done by the provider', 'Result encoded', 'Provider attempt', 'Stopping',
            'Stopped'}


def documented_fields():
    """{message: its fields} of the table in docs/observability.md."""
    text = (SOURCES / 'docs/observability.md').read_text()
    table = text.split('| message | level | fields |')[1].split('\n\n')[0]
    found = {}
    for line in table.splitlines()[2:]:
        messages, _, fields = (cell.strip() for cell in line.strip('|').split(' |'))
        without_examples = re.sub(r'\([^)]*\)', '', fields)
        names = set(re.findall(r'`(\w+)`', without_examples))
        found.update({message: names for message in re.findall(r'`([^`]+)`', messages)})
    return found


class Collector:
    """Takes what an exporter sends, and keeps (path, Content-Type)."""

    def __init__(self):
        self.requests = requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers['Content-Length']))
                requests.append((self.path, self.headers['Content-Type']))
                self.send_response(200)
                self.send_header('Content-Length', '0')
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}'
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Logs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            provider, collector = Provider(), Collector()
            server = None
            try:
                server = processes.Server(
                    PROGRAM, folder, NANOBANANA_URL=provider.url, NANOBANANA_KEY=KEY,
                    NANOBANANA_PROVIDER='nanobanana', LOG_LEVEL='DEBUG', TRUSTED_PROXIES='127.0.0.1',
                    RATE_LIMIT_RPM='1', RATE_LIMIT_BURST='1',
                    OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
                cls.statuses = cls.load(server.port)
                cls.exit_code = server.stop()
                cls.lines = server.log_lines()
            finally:
                if server:
                    server.stop()
                provider.stop()
                collector.stop()
            cls.traces = collector.requests

    @staticmethod
    def load(port):
        def client(last):
            return {'X-Forwarded-For': f'10.0.0.{last}'}

        empty = processes.png(processes.SIDE, processes.SIDE, 1, lambda x, y: (0,))
        answers = [processes.edit(port, PROMPT, {**client(1), 'X-Request-ID': 'the-first'}),
                   processes.edit(port, PROMPT, client(1)),
                   processes.edit(port, PROMPT, client(2), mask=empty), processes.ask(port, '/nothing'),
                   processes.edit(port, f'refuse {PROMPT}', client(3))]
        return [status for status, _, _ in answers]

    def events(self):
        return [json.loads(line) for line in self.lines]

    def test_lines_have_the_documented_fields(self):
        self.assertEqual((self.statuses, self.exit_code), ([200, 429, 422, 404, 502], 0))
        documented = documented_fields()
        for event in self.events():
            with self.subTest(event=event):
                self.assertLessEqual(ALWAYS, set(event))
                self.assertIn(event['level'], ('debug', 'info', 'warning', 'error'))
                self.assertRegex(event['timestamp'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$')
                self.assertIn(event['message'], documented)
                self.assertLessEqual(set(event) - ALWAYS - OF_A_REQUEST, documented[event['message']])
        self.assertLessEqual(EXPECTED, {event['message'] for event in self.events()})

    def test_finished_edit(self):
        done = [event for event in self.events() if event['message'] == 'Inpainting completed successfully']
        self.assertEqual(len(done), 1)
        expected = {'request_id': 'the-first', 'image_size': '64x64', 'prompt_length': len(PROMPT),
                    'engine': 'nanobanana', 'attempts': 1, 'level': 'info'}
        self.assertEqual({name: done[0][name] for name in expected}, expected)
        self.assertGreater(done[0]['total_time'], 0)
        finished = [event for event in self.events() if event['message'] == 'Request finished']
        self.assertEqual([(event['status'], event['route'], event['level']) for event in finished],
                         [(200, '/api/edit', 'info'), (429, '/api/edit', 'warning'),
                          (422, '/api/edit', 'warning'), (404, '/other', 'warning'),
                          (502, '/api/edit', 'error')])
        self.assertEqual(finished[0]['client_ip'], '10.0.0.1')

    def test_nothing_secret(self):
        for line in self.lines:
            self.assertNotIn(KEY, line)
            self.assertNotIn('lighthouse', line)

    def test_logstash_keeps_the_fields(self):
        pipeline = logstash.Parser((SOURCES / 'installers/logstash/nanobanana.conf').read_text()).pipeline()
        self.assertEqual([name for name, _ in pipeline['input']], ['beats', 'gelf'])
        self.assertEqual({settings['type'] for _, settings in pipeline['input']}, {'nanobanana'})
        self.assertEqual([statement[:2] for statement in pipeline['filter'] + pipeline['output']],
                         [('if', ('type', 'nanobanana'))] * 2)
        filters = dict(logstash.statements(pipeline['filter']))
        self.assertEqual(list(filters), ['mutate', 'json', 'date'])
        outputs = dict(logstash.statements(pipeline['output']))
        self.assertEqual(outputs['elasticsearch']['index'], 'nanobanana-%{+YYYY.MM.dd}')
        for line in self.lines:
            event = {'type': 'nanobanana', 'host': {'name': 'node'}, 'message': line}
            for old, new in filters['mutate']['rename'].items():
                event[new] = event.pop(old)
            event.update(json.loads(event[filters['json']['source']]))
            self.assertEqual({name: event[name] for name in json.loads(line)}, json.loads(line))
            self.assertEqual(filters['date']['match'], ['timestamp', 'ISO8601'])
            datetime.datetime.fromisoformat(event['timestamp'].replace('Z', '+00:00'))

    def test_broken_pipelines_are_noticed(self):
        text = (SOURCES / 'installers/logstash/nanobanana.conf').read_text()
        for old, new in (('=> ["timestamp"', '["timestamp"'), ('input {', 'inputs {'), ('  }\n}\n', '}\n'),
                         ('port => 5044', 'port => 5044 port => 1'), ('"ISO8601"]', '"ISO8601'), ('==', '=')):
            self.assertIn(old, text)
            with self.assertRaises(ValueError, msg=new):
                logstash.Parser(text.replace(old, new, 1)).pipeline()

    def test_collector_takes_what_servers_send(self):
        self.assertTrue(self.traces)
        self.assertEqual(set(self.traces), {('/v1/traces', 'application/x-protobuf')})
        text = (SOURCES / 'installers/otel/collector.yml').read_text()
        collector = yaml.safe_load(text)
        self.assertEqual(list(collector['receivers']['otlp']['protocols']), ['http'])
        port = collector['receivers']['otlp']['protocols']['http']['endpoint'].rsplit(':', 1)[1]
        for document in (text, (SOURCES / 'docs/observability.md').read_text()):
            endpoint = re.search(r'OTEL_EXPORTER_OTLP_ENDPOINT=http://[\w-]+:(\d+)', document)
            self.assertEqual(port, endpoint[1])
        service = collector['service']
        self.assertEqual(list(service['pipelines']), ['traces'])
        for kind in ('receivers', 'processors', 'exporters'):
            self.assertEqual(set(service['pipelines']['traces'][kind]), set(collector[kind]), kind)
        self.assertEqual(service['pipelines']['traces']['processors'][0], 'memory_limiter')
        self.assertEqual(set(service['extensions']), set(collector['extensions']))
        # The exporter appends v1/traces itself, as ours does.
        self.assertRegex(collector['exporters']['otlphttp/jaeger']['endpoint'], r'^http://jaeger:4318$')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
