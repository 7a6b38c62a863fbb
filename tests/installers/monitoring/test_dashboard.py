#!/usr/bin/env python3
"""Every query of the Grafana dashboard, of the alerts, of docs/observability.md and of the runbook that
operators had before, executed by a real Prometheus that scraped a real server under a small load.
Usage: test_dashboard.py nanobanana source-folder"""
import json
import math
import re
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'support'))
import processes  # noqa: E402
import promql  # noqa: E402
import yaml  # noqa: E402
from fake_provider import Provider  # noqa: E402

PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
GRAFANA = SOURCES / 'installers/grafana'
# What Prometheus itself adds.
OF_PROMETHEUS = {'up', 'ALERTS'}
# Panels that have nothing to show after this load, with the reason. There is none.
RIGHTLY_EMPTY = {}
# The contract: what operators type into Grafana today.
FORMER_RUNBOOK_QUERIES = [
    'rate(http_requests_total[5m])',
    'rate(http_requests_total{status_code!~"2.."}[5m])',
    'histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))',
    'http_requests_active',
    'up{job="nanobanana-backend"}',
]
FORMER_RUNBOOK_METRICS = ['http_requests_total', 'http_request_duration_seconds', 'http_requests_active',
                          'nanobanana_requests_total', 'image_processing_duration_seconds']
UP = 'up{job="nanobanana-backend"}'
EDITS = 'sum(http_requests_total{endpoint="/api/edit"})'
EDITS_OF_A_ROUND = 5


def dashboard():
    return json.loads((GRAFANA / 'dashboards/nanobanana.json').read_text())


def with_values(expression):
    """As Grafana sends it: variables and its own intervals filled in."""
    values = {'job': 'nanobanana-backend', 'instance': '.*', '__rate_interval': '5m'}
    return re.sub(r'\$\{?(\w+)\}?', lambda match: values[match[1]], expression)


def documented_expressions():
    """The code in the second column of the table of metrics."""
    text = (SOURCES / 'docs/observability.md').read_text()
    table = text.split('| to notice that |')[1].split('\n\n')[0]
    return [code for line in table.splitlines()[2:]
            for code in re.findall(r'`([^`]+)`', line.split(' | ', 1)[1])]


class Dashboard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.running = []
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.clean_up)
        cls.redis = cls.kept(processes.Redis(cls.folder.name))
        cls.provider = cls.kept(Provider())
        cls.server = cls.kept(processes.Server(
            PROGRAM, cls.folder.name, REDIS_URL=cls.redis.url, NANOBANANA_URL=cls.provider.url,
            NANOBANANA_KEY='a-key-for-tests', NANOBANANA_PROVIDER='nanobanana', TRUSTED_PROXIES='127.0.0.1',
            RATE_LIMIT_RPM='1', RATE_LIMIT_BURST='1',
            REQUEST_LOG_URL=f'sqlite:{cls.folder.name}/requests.db'))
        configuration = processes.configured_folder(SOURCES, cls.folder.name,
                                                    [f'127.0.0.1:{cls.server.port}'])
        cls.prometheus = cls.kept(processes.Prometheus(cls.folder.name, configuration))
        cls.await_scrape(f'{UP} == 1 and count_over_time({UP}[1m]) > 1', 1)
        # Twice, with a scrape between: a rate needs a series to have been there before.
        for number in (1, 2):
            cls.load(number)
            cls.await_scrape(EDITS, number * EDITS_OF_A_ROUND)

    @classmethod
    def kept(cls, process):
        cls.running.append(process)
        return process

    @classmethod
    def clean_up(cls):
        for process in reversed(cls.running):
            process.stop()
        cls.folder.cleanup()

    @classmethod
    def await_scrape(cls, expression, value):
        processes.await_true(lambda: [v for _, v in cls.prometheus.query(expression)] == [value], expression,
                             cls.prometheus.process)

    @classmethod
    def load(cls, number):
        """EDITS_OF_A_ROUND requests for edits, and some others; each client has one but for the fourth."""
        port = cls.server.port

        def client(last):
            return {'X-Forwarded-For': f'10.0.{number}.{last}'}

        def expect(status, answer):
            if answer[0] != status:
                raise AssertionError(f'{answer[0]} instead of {status}: {answer[2]}')

        expect(200, processes.edit(port, f'a calm sea {number}', client(1)))
        expect(200, processes.edit(port, f'a red sail {number}', client(2)))
        empty = processes.png(processes.SIDE, processes.SIDE, 1, lambda x, y: (0,))
        expect(422, processes.edit(port, 'nothing', client(3), mask=empty))
        expect(200, processes.edit(port, f'a gull {number}', client(4)))
        expect(429, processes.edit(port, 'one more gull', client(4)))
        expect(200, processes.ask(port, '/', headers=client(5)))
        expect(200, processes.ask(port, '/api/limits'))

    def finite(self, expression):
        return [value for _, value in self.prometheus.query(expression) if math.isfinite(value)]

    def families(self):
        text = processes.ask(self.server.port, '/metrics')[2].decode()
        return set(re.findall(r'^# TYPE (\S+) ', text, flags=re.MULTILINE))

    def test_each_panel_shows_something(self):
        count = 0
        for panel in dashboard()['panels']:
            for target in panel.get('targets', []):
                with self.subTest(panel=panel['title'], query=target['expr']):
                    count += 1
                    values = self.finite(with_values(target['expr']))
                    self.assertEqual(not values, panel['title'] in RIGHTLY_EMPTY)
        self.assertGreater(count, 50)

    def test_variables(self):
        variables = {variable['name']: variable for variable in dashboard()['templating']['list']}
        self.assertEqual(set(variables), {'datasource', 'job', 'instance'})
        used = set(re.findall(r'\$\{?(\w+)', json.dumps(dashboard())))
        self.assertLessEqual(used, set(variables) | {'__rate_interval', '__all'})
        for name, value in (('job', 'nanobanana-backend'), ('instance', f'127.0.0.1:{self.server.port}')):
            query = variables[name]['query']['query']
            selector, label = re.fullmatch(r'label_values\((.*), (\w+)\)', query).groups()
            series = self.prometheus.get('series', **{'match[]': with_values(selector)})
            self.assertEqual({labels[label] for labels in series}, {value})

    def test_dashboard_is_one_that_grafana_takes(self):
        board = dashboard()
        identifiers = [panel['id'] for panel in board['panels']]
        self.assertEqual(len(identifiers), len(set(identifiers)))
        taken = set()
        for panel in board['panels']:
            place = panel['gridPos']
            self.assertLessEqual(place['x'] + place['w'], 24)
            cells = {(x, y) for x in range(place['x'], place['x'] + place['w'])
                     for y in range(place['y'], place['y'] + place['h'])}
            self.assertFalse(cells & taken, f'{panel["title"]} lies over another panel')
            taken |= cells
            if panel['type'] != 'row':
                self.assertEqual(panel['datasource'], {'type': 'prometheus', 'uid': '${datasource}'})
        sources = yaml.safe_load((GRAFANA / 'provisioning/datasources/prometheus.yml').read_text())
        self.assertEqual([(source['type'], source['isDefault']) for source in sources['datasources']],
                         [('prometheus', True)])
        interval = yaml.safe_load((SOURCES / 'installers/prometheus/prometheus.yml').read_text())['global']
        self.assertEqual(sources['datasources'][0]['jsonData']['timeInterval'], interval['scrape_interval'])
        folders = yaml.safe_load((GRAFANA / 'provisioning/dashboards/nanobanana.yml').read_text())
        self.assertEqual([provider['type'] for provider in folders['providers']], ['file'])

    def test_restarts_are_marked(self):
        for annotation in dashboard()['annotations']['list']:
            self.assertEqual(self.prometheus.query(with_values(annotation['expr'])), [])

    def test_each_metric_exists(self):
        families = self.families()
        groups = yaml.safe_load((SOURCES / 'installers/prometheus/rules.yml').read_text())['groups']
        rules = [rule for group in groups for rule in group['rules']]
        known = families | OF_PROMETHEUS | {rule['record'] for rule in rules if 'record' in rule}
        expressions = [rule['expr'] for rule in rules] + documented_expressions() + FORMER_RUNBOOK_METRICS
        expressions += [with_values(target['expr']) for panel in dashboard()['panels']
                        for target in panel.get('targets', [])]
        for expression in expressions:
            for metric, _ in promql.selectors(expression):
                self.assertTrue({metric, promql.base_name(metric)} & known, f'{metric} in {expression}')

    def test_rules_are_evaluated(self):
        def evaluated():
            groups = self.prometheus.get('rules')['groups']
            rules = [rule for group in groups for rule in group['rules']]
            return rules and all(rule['health'] != 'unknown' for rule in rules) and rules

        rules = processes.await_true(evaluated, 'the rules', self.prometheus.process)
        faults = [(rule['name'], rule.get('lastError')) for rule in rules if rule['health'] != 'ok']
        self.assertEqual(faults, [])
        # None of the edits has failed.
        processes.await_true(lambda: self.finite('job:edit_errors:ratio_rate5m'), 'the recorded rates',
                             self.prometheus.process)
        self.assertEqual(self.finite('job:edit_errors:ratio_rate5m'), [0])

    def test_queries_of_the_former_runbook(self):
        for expression in FORMER_RUNBOOK_QUERIES:
            with self.subTest(query=expression):
                self.assertTrue(self.finite(expression))

    def test_documented_queries_are_understood(self):
        expressions = documented_expressions()
        self.assertGreater(len(expressions), 15)
        for expression in expressions:
            with self.subTest(query=expression):
                self.prometheus.query(expression)


if __name__ == '__main__':
    if not all(processes.tool(name) for name in ('prometheus', 'redis-server')):
        print('skipped: there is no Prometheus or no Redis')
        sys.exit(processes.SKIPPED)
    unittest.main(argv=sys.argv[:1])
