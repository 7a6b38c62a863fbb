#!/usr/bin/env python3
"""Executes docs/runbook.md: each block is run against a server, or listed in not_run_here.py with a reason, and shows
what the text says; the sections about a fault are run against that fault.
Usage: test_runbook.py nanobanana source-folder"""
import json
import math
import re
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'installers/support'))
import not_run_here  # noqa: E402
import processes  # noqa: E402
import runbook_blocks  # noqa: E402
import yaml  # noqa: E402
from situations import Situations  # noqa: E402

PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
RUNBOOK = (SOURCES / 'docs/runbook.md').read_text()
BLOCKS = runbook_blocks.blocks(RUNBOOK)
HEAD_OF_MESSAGES = '| message | status | what it is | what to do |'
# Names in capitals that are no setting of the program.
NO_SETTINGS = {'API_TIMEOUT'}
# Names in small letters that are no metric of the program.
NO_METRICS = {'client_ip', 'request_id', 'trace_id'}
# The files that must not be forgotten in an archive.
KEPT = {'.env', 'docker-compose.yml', 'docker-compose.prod.yml', 'installers'}


def of(language):
    return [block for block in BLOCKS if block.language == language]


def name(block):
    return f'docs/runbook.md:{block.line}'


def is_listed(block):
    return block.commands()[0] in not_run_here.NOT_RUN


class Listed(unittest.TestCase):
    def test_each_block_is_run_or_listed(self):
        for block in BLOCKS:
            with self.subTest(block=name(block)):
                if block.language in ('bash', 'promql', 'yaml', 'nginx', 'json'):
                    continue  # each of them in a test below, which fails on what it cannot take
                self.assertIn((block.language, block.text.splitlines()[0]), not_run_here.NOT_COMMANDS)

    def test_nothing_is_listed_in_vain(self):
        first = [block.commands()[0] for block in of('bash')]
        self.assertEqual([command for command in not_run_here.NOT_RUN if first.count(command) != 1], [])
        self.assertEqual(set(not_run_here.NOT_COMMANDS),
                         {(block.language, block.text.splitlines()[0]) for block in of('text')})

    def test_listed_blocks_hide_nothing(self):
        for block in filter(is_listed, of('bash')):
            for command in block.commands():
                with self.subTest(block=name(block), command=command):
                    without_variables = re.sub(r'^(?:[A-Z_]+=\S+ )+', '', command)
                    programs = {part.split()[0] for part in without_variables.split('|')}
                    self.assertTrue(programs & not_run_here.PROGRAMS)


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.situations = Situations(PROGRAM, SOURCES)
        cls.addClassCleanup(cls.situations.stop)

    def test_commands(self):
        """In the order of the text: the recovery unpacks what the backup has packed."""
        for block in of('bash'):
            if is_listed(block):
                continue
            situation = self.situations.of(block.section)
            if situation.server is None and 'localhost' in block.text:
                situation.start()
            with self.subTest(block=name(block)):
                self.check(block, situation)

    def check(self, block, situation):
        commands = block.commands()
        if all(re.match(r'[A-Z_]+=', command) for command in commands):
            self.assert_settings(situation, block.text)
            return
        if all(command.startswith('export ') for command in commands):
            self.assert_settings(situation, re.sub('^export ', '', block.text, flags=re.MULTILINE))
        run = situation.run(block.text)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        if block.shown is None:
            return
        if block.shown.language == 'json':
            self.assertIsNone(runbook_blocks.difference(json.loads(block.shown.text), json.loads(run.stdout)))
        else:
            output = re.sub(r'^nanobanana-backend \| ', '', run.stdout.replace('\r', ''), flags=re.MULTILINE)
            self.assertIsNone(runbook_blocks.missing_line(block.shown.text, output), output)

    def assert_settings(self, situation, text):
        with tempfile.NamedTemporaryFile('w', suffix='.env') as file:
            file.write(text)
            file.flush()
            run = situation.run(f'cd /; nanobanana config --config {file.name}')
        self.assertEqual((run.returncode, run.stderr), (0, ''))
        in_force = dict(re.findall(r'^([A-Z_]+)=(.*?)(?:  # .*)?$', run.stdout, flags=re.MULTILINE))
        for setting, value in re.findall(r'^([A-Z_]+)="?([^"\n]*)"?$', text, flags=re.MULTILINE):
            if not setting.endswith(('_KEY', '_HEADERS')):
                self.assertEqual(in_force[setting].strip('"'), value)

    def test_log_lines(self):
        lines = [json.loads(line) for line in self.situations.of('logging').server.log_lines()]
        for block in of('json'):
            with self.subTest(block=name(block)):
                shown = json.loads(block.text)
                same = [line for line in lines if line['message'] == shown['message']]
                self.assertTrue(same)
                self.assertIsNone(runbook_blocks.difference(shown, same[0]))

    def test_the_archive_has_everything(self):
        situation = self.situations.of('backup')
        packed = next(block.text.splitlines()[0] for block in of('bash')
                      if block.text.startswith('tar -czf config-backup'))
        self.assertEqual(situation.run(packed).returncode, 0)
        listing = situation.run('tar -tzf config-backup-*.tar.gz').stdout.split()
        self.assertEqual({entry.split('/')[0] for entry in listing}, KEPT)

    def test_manifests(self):
        former = {'Deployment': 'runbook_deployment.yaml', 'HorizontalPodAutoscaler': 'runbook_autoscaler.yaml'}
        for block in of('yaml'):
            with self.subTest(block=name(block)):
                manifest = yaml.safe_load(block.text)
                path = SOURCES / 'tests/installers/k8s' / former[manifest['kind']]
                expected = yaml.safe_load(path.read_text())
                if manifest['kind'] == 'Deployment':  # with the labels that a server demands
                    self.assertEqual(manifest['spec']['template'].pop('metadata'),
                                     {'labels': manifest['spec']['selector']['matchLabels']})
                self.assertEqual(manifest, expected)

    def test_nginx(self):
        server = self.situations.of('scaling').server
        for block in of('nginx'):
            with self.subTest(block=name(block)), tempfile.TemporaryDirectory() as folder:
                template = Path(folder) / 'template'
                text, count = re.subn(r'backend[123]:8000', f'127.0.0.1:{server.port}', block.text)
                self.assertEqual(count, 3)
                template.write_text(text.replace('server {', 'server {\n    listen ${LISTEN};'))
                nginx = processes.Nginx(folder, template, 'LISTEN')
                try:
                    status, _, content = processes.ask(nginx.port, '/api/health')
                finally:
                    nginx.stop()
                self.assertEqual((status, json.loads(content)['status']), (200, 'ok'))

    def test_queries(self):
        situation = self.situations.of('metrics')
        with tempfile.TemporaryDirectory() as folder:
            targets = [f'127.0.0.1:{situation.server.port}']
            configuration = processes.configured_folder(SOURCES, folder, targets)
            prometheus = processes.Prometheus(folder, configuration)
            try:
                self.scrape_twice(prometheus, situation)
                for block in of('promql'):
                    text = re.sub(r'^#.*\n', '', block.text, flags=re.MULTILINE)
                    for expression in filter(None, (part.strip() for part in text.split('\n\n'))):
                        with self.subTest(block=name(block), query=expression):
                            values = [value for _, value in prometheus.query(expression)]
                            self.assertTrue(any(map(math.isfinite, values)))
            finally:
                prometheus.stop()

    def scrape_twice(self, prometheus, situation):
        """Before and after an edit and a refusal: a rate needs a series to have been there before."""
        edits = 'sum(http_requests_total{endpoint="/api/edit"})'

        def values():
            return [value for _, value in prometheus.query(edits)]

        before = processes.await_true(values, edits, prometheus.process)
        for number in (1, 2):
            situation.edit(f'a blue boat {number}', 200)
            situation.edit('', 422)
            expected = [before[0] + 2 * number]
            processes.await_true(lambda: values() == expected, edits, prometheus.process)


class Messages(unittest.TestCase):
    """The table of the section about 502: each message comes of the fault that the table names."""
    FAULTS = {  # the message's beginning: the prompts of edits, the last of which gets it
        'Invalid NanoBanana API key': ['status 403'],
        'Invalid NanoBanana API key: not': ['status 401', 'a boat'],
        'NanoBanana API quota': ['status 402'],
        'NanoBanana API is limiting': ['status 429'],
        'NanoBanana API unavailable (': ['status 500'],
        'NanoBanana API keeps failing': ['status 504'] * 10 + ['a boat'],
        'NanoBanana API unavailable: connection': ['a boat'],
        'NanoBanana API unavailable: it broke off': ['lost'],
        'NanoBanana API not found': ['status 404'],
        'NanoBanana API answered with a redirect': ['status 302'],
        'NanoBanana API sent an answer': ['garbled'],
        'NanoBanana API answered without': ['page', 'empty'],
    }

    @classmethod
    def setUpClass(cls):
        cls.situations = Situations(PROGRAM, SOURCES)
        cls.addClassCleanup(cls.situations.stop)

    def test_each_message(self):
        rows = [(row[0].strip('`'), int(row[1]))
                for row in runbook_blocks.table(RUNBOOK, HEAD_OF_MESSAGES)]
        self.assertEqual(len(rows), len(self.FAULTS) + len(not_run_here.NOT_PROVOKED))
        words = re.sub(r'"\s*"', '', ''.join(
            path.read_text() for folder in ('providers', 'server/api')
            for path in sorted((SOURCES / 'core' / folder).glob('*.cpp'))))
        for message, status in rows:
            with self.subTest(message=message):
                if message in not_run_here.NOT_PROVOKED:
                    for part in re.split(r'NanoBanana API|… seconds|…', message):
                        self.assertIn(part.strip(), words)
                    continue
                begins = max((begin for begin in self.FAULTS if message.startswith(begin)), key=len)
                self.assert_provoked(message, status, self.FAULTS[begins])

    def assert_provoked(self, message, status, prompts):
        closed = 'connection refused' in message
        variables = {'NANOBANANA_URL': f'http://127.0.0.1:{processes.free_port()}/'} if closed else {}
        situation = self.situations.new(**variables).start()
        try:
            for prompt in prompts:
                answer = processes.edit(situation.server.port, prompt)
                self.assertGreaterEqual(answer[0], 500)
        finally:
            situation.stop()
        self.assertEqual(answer[0], status, answer[2])
        self.assertRegex(json.loads(answer[2])['error_message'], f'^{runbook_blocks.pattern(message)}$')


class Names(unittest.TestCase):
    def test_settings_exist(self):
        known = (SOURCES / 'docs/configuration.md').read_text()
        text = RUNBOOK + (SOURCES / 'docs/threat-model.md').read_text() + (SOURCES / 'SECURITY.md').read_text()
        for setting in set(re.findall(r'`([A-Z]+(?:_[A-Z]+)*)(?:=[^`]*)?`', text)) - NO_SETTINGS:
            with self.subTest(setting=setting):
                self.assertIn(f'`{setting}`', known)

    def test_metrics_exist(self):
        known = (SOURCES / 'core/telemetry/metric_names.h').read_text()
        for metric in set(re.findall(r'`([a-z]+(?:_[a-z]+)+)\b[^`]*`', RUNBOOK)) - NO_METRICS:
            with self.subTest(metric=metric):
                self.assertIn(f'"{metric}"', known)

    def test_files_and_anchors_exist(self):
        for page in ('docs/runbook.md', 'docs/threat-model.md', 'SECURITY.md'):
            text = (SOURCES / page).read_text()
            for path in set(re.findall(r'\b(?:installers|tests|docs)/[\w./-]*\w', text)):
                with self.subTest(page=page, path=path):
                    self.assertTrue((SOURCES / path).exists())
            for target in re.findall(r'\]\(([^)]+)\)', text):
                with self.subTest(page=page, link=target):
                    path, _, anchor = target.partition('#')
                    file = (SOURCES / page).parent / path if path else SOURCES / page
                    self.assertTrue(file.exists())
                    if anchor:
                        headings = re.findall(r'^#+ (.*)$', file.read_text(), flags=re.MULTILINE)
                        self.assertIn(anchor, map(runbook_blocks.anchor, headings))

    def test_alerts_lead_here(self):
        rules = yaml.safe_load((SOURCES / 'installers/prometheus/rules.yml').read_text())
        alerts = {rule['alert']: rule['annotations']['runbook_url'].split('#')[1]
                  for group in rules['groups'] for rule in group['rules'] if 'alert' in rule}
        section = ''
        for line in RUNBOOK.splitlines():
            section = runbook_blocks.anchor(line.lstrip('# ')) if re.match('##+ ', line) else section
            for alert in re.findall(r'`(Nanobanana\w+)`', line):
                with self.subTest(alert=alert):
                    self.assertEqual(alerts.pop(alert), section)
        self.assertEqual(alerts, {'NanobananaEditErrorsSlow': 'nanobanana-api-integration-issues'})

    def test_verbs_exist(self):
        if not (SOURCES / 'docker-compose.yml').exists():
            self.skipTest('the compose files are not there yet')
        verbs = set(re.findall(r'^([a-z-]+):', (SOURCES / 'Makefile').read_text(), flags=re.MULTILINE))
        self.assertLessEqual(set(re.findall(r'(?:^|`)make ([a-z-]+)', RUNBOOK, flags=re.MULTILINE)), verbs)


if __name__ == '__main__':
    if not all(processes.tool(tool) for tool in ('curl', 'prometheus', 'nginx')):
        print('skipped: there is no curl, no Prometheus or no nginx')
        sys.exit(processes.SKIPPED)
    unittest.main(argv=sys.argv[:1])
