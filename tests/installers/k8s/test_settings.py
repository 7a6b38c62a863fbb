#!/usr/bin/env python3
"""What installers/k8s configures, by the program itself: each variable is an option and its value passes,
times and sizes fit each other, and a server with these values answers where probes, Ingress, autoscaler and
monitor ask.
Usage: test_settings.py nanobanana"""
import http.client
import json
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from manifests import (BASE, ROOT, SECRET_TEMPLATE, VALUES, containers, named, objects_of, of_kind,
                       production_objects, read)

PROGRAM = Path(sys.argv[1]).resolve()
HERE = Path(__file__).resolve().parent
STATES = {'base': objects_of(BASE), 'production': production_objects()}
LAST_TRACES_SECONDS = 5  # what the process takes at its end for those, docs/observability.md
# What the Prometheus operator adds to each series of a ServiceMonitor.
OPERATORS_LABELS = {'namespace', 'service', 'pod', 'container', 'endpoint', 'job', 'instance'}


def run_config(environment, *arguments):
    with tempfile.TemporaryDirectory() as folder:  # without a .env
        return subprocess.run([PROGRAM, 'config', *arguments], env=environment, cwd=folder,
                              capture_output=True, text=True, timeout=60)


def options():
    """Names of all options, from the program's own table."""
    return {line.split('=')[0] for line in run_config({}).stdout.splitlines() if '=' in line}


def secret_options():
    """Those of them that may be in a file, which are the secret ones."""
    return set(re.findall(r'\| `(\w+)`, or `\1_FILE`', run_config({}, '--markdown').stdout))


def backend(documents):
    [container] = containers(named(documents, 'Deployment', 'nanobanana-backend'))
    return container


def config_map(documents):
    return named(documents, 'ConfigMap', 'nanobanana-config')['data']


def environment(documents):
    """What the server sees in a pod: the secret as the template has it, fields of the pod as text."""
    secret = read(SECRET_TEMPLATE)[0]['stringData']
    result = dict(config_map(documents))
    for variable in backend(documents)['env']:
        source = variable.get('valueFrom', {})
        if 'secretKeyRef' in source:
            value = secret[source['secretKeyRef']['key']]
        elif 'fieldRef' in source:
            value = 'some-name'
        else:
            value = re.sub(r'\$\((\w+)\)', lambda match: result[match[1]], variable['value'])
        result[variable['name']] = value
    return result


class Variables(unittest.TestCase):
    def test_every_variable_is_an_option(self):
        known = options()
        self.assertGreater(len(known), 40)
        for documents in STATES.values():
            self.assertEqual(backend(documents)['envFrom'], [{'configMapRef': {'name': 'nanobanana-config'}}])
            self.assertLessEqual(set(config_map(documents)), known)
            variables = backend(documents)['env']
            values = ' '.join(variable.get('value', '') for variable in variables)
            used = set(re.findall(r'\$\((\w+)\)', values))
            self.assertLessEqual({variable['name'] for variable in variables} - used, known)
            # One place for each.
            self.assertFalse({variable['name'] for variable in variables} & set(config_map(documents)))
        [runbooks] = containers(read(HERE / 'runbook_deployment.yaml')[0])
        self.assertLessEqual({variable['name'] for variable in runbooks['env']}, known)

    def test_every_value_passes(self):
        for name, documents in STATES.items():
            values = environment(documents)
            run = run_config(values)
            self.assertEqual((run.returncode, run.stderr), (0, ''), name)
            for option in config_map(documents):
                self.assertIn(f'{option}={values[option]}  # environment', run.stdout.splitlines())
        self.assertNotEqual(run_config({**values, 'WORKERS': 'two'}).returncode, 0)

    def test_secrets_are_in_the_secret(self):
        secret = secret_options()
        self.assertLessEqual({'NANOBANANA_KEY', 'API_TOKENS', 'REDIS_URL'}, secret)
        template = read(SECRET_TEMPLATE)[0]
        for documents in STATES.values():
            self.assertFalse((secret | {'OTEL_EXPORTER_OTLP_HEADERS'}) & set(config_map(documents)))
            references = [variable['valueFrom']['secretKeyRef'] for variable in backend(documents)['env']
                          if 'secretKeyRef' in variable.get('valueFrom', {})]
            self.assertEqual({reference['name'] for reference in references}, {template['metadata']['name']})
            self.assertEqual({reference['key'] for reference in references}, set(template['stringData']))
            # The command of the runbook makes a secret with the key alone; that has to be enough.
            needed = [reference['key'] for reference in references if not reference.get('optional')]
            self.assertEqual(needed, ['api-key'])

    def test_page_is_told_what_its_template_asks(self):
        template = (ROOT / 'installers/nginx/page.conf.template').read_text()
        asked = set(re.findall(r'\$\{(\w+)\}', template))
        for documents in STATES.values():
            [container] = containers(named(documents, 'Deployment', 'nanobanana-frontend'))
            values = {variable['name']: variable['value'] for variable in container['env']}
            self.assertLessEqual(set(values), asked)
            host, port = values['API_ADDRESS'].split(':')
            service = named(documents, 'Service', host)
            self.assertIn(int(port), [entry['port'] for entry in service['spec']['ports']])
            self.assertGreater(int(values['API_TIMEOUT']), int(config_map(documents)['REQUEST_TIMEOUT']))


class Times(unittest.TestCase):
    def test_a_pod_that_stops_ends_its_edits(self):
        for documents in STATES.values():
            drain = int(config_map(documents)['SHUTDOWN_GRACE'])
            self.assertGreaterEqual(drain, int(config_map(documents)['REQUEST_TIMEOUT']))
            for deployment in of_kind(documents, 'Deployment'):
                [container] = containers(deployment)
                pause = container['lifecycle']['preStop']['sleep']['seconds']
                self.assertGreaterEqual(pause, 5)
                grace = deployment['spec']['template']['spec']['terminationGracePeriodSeconds']
                self.assertGreaterEqual(grace, pause + drain + LAST_TRACES_SECONDS)

    def test_ingress_waits_longer_than_the_server(self):
        for documents in STATES.values():
            [ingress] = of_kind(documents, 'Ingress')
            notes = ingress['metadata']['annotations']
            for direction in ('read', 'send'):
                seconds = notes[f'nginx.ingress.kubernetes.io/proxy-{direction}-timeout']
                self.assertGreater(int(seconds), int(config_map(documents)['REQUEST_TIMEOUT']))
                self.assertEqual(notes[f'nginx.org/proxy-{direction}-timeout'], seconds + 's')

    def test_memory_is_enough_for_bodies(self):
        # A quarter of the container's limit is for bodies; 512 MB, the most that the server takes, are there.
        for documents in STATES.values():
            limit = backend(documents)['resources']['limits']['memory']
            self.assertTrue(limit.endswith('Gi'))
            self.assertGreaterEqual(int(limit[:-2]) * 1024 // 4, 512)

    def test_threads_fit_the_cores(self):
        for documents in STATES.values():
            cores = backend(documents)['resources']['limits']['cpu']
            self.assertEqual(config_map(documents)['WORKERS'], cores)


class Server(unittest.TestCase):
    """A server with production's values, but on a port of its own and without the network."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        values = {**environment(STATES['production']), 'HOST': '127.0.0.1', 'PORT': '0',
                  'OTEL_SDK_DISABLED': 'true'}
        del values['REDIS_URL']
        cls.process = subprocess.Popen([PROGRAM, 'serve'], env=values, cwd=cls.folder.name,
                                       stdout=subprocess.PIPE, text=True)
        lines = map(json.loads, cls.process.stdout)
        cls.port = next(line['port'] for line in lines if line['message'] == 'Listening')

    @classmethod
    def tearDownClass(cls):
        cls.process.send_signal(signal.SIGTERM)
        rest = cls.process.communicate(timeout=60)[0]
        assert cls.process.returncode == 0, (cls.process.returncode, rest)
        cls.folder.cleanup()

    def ask(self, path):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        connection.request('GET', path)
        response = connection.getresponse()
        content = response.read().decode()
        connection.close()
        return response.status, content

    def test_probes(self):
        [runbooks] = containers(read(HERE / 'runbook_deployment.yaml')[0])
        ours = backend(STATES['production'])
        paths = {container[probe]['httpGet']['path'] for container in (ours, runbooks)
                 for probe in ('startupProbe', 'readinessProbe', 'livenessProbe') if probe in container}
        self.assertEqual(paths, {'/livez', '/readyz', '/api/health'})
        for path in paths:
            self.assertEqual(self.ask(path)[0], 200, path)

    def test_bodies_of_ingress_and_server(self):
        limits = json.loads(self.ask('/api/limits')[1])
        [ingress] = of_kind(STATES['production'], 'Ingress')
        for name in ('nginx.ingress.kubernetes.io/proxy-body-size', 'nginx.org/client-max-body-size'):
            size = ingress['metadata']['annotations'][name]
            self.assertTrue(size.endswith('m'))
            self.assertGreater(int(size[:-1]) * 1024 * 1024, limits['max_body_bytes'])

    def test_metric_of_the_autoscaler(self):
        scaler = named(STATES['production'], 'HorizontalPodAutoscaler', 'nanobanana-backend-hpa')
        [rule] = read(VALUES)[0]['rules']['custom']
        metrics = self.ask('/metrics')[1]
        asked = scaler['spec']['metrics'][1]['pods']['metric']['name']
        for metric in (asked, re.match(r'\w+', rule['seriesQuery'])[0]):
            self.assertRegex(metrics, rf'(?m)^{metric} 0$')
        self.assertEqual(rule['name']['matches'], f"^{rule['name']['as']}$")

    def test_labels_of_the_operator_take_the_place_of_none_of_ours(self):
        [endpoint] = named(STATES['production'], 'ServiceMonitor', 'nanobanana-backend')['spec']['endpoints']
        status, metrics = self.ask(endpoint['path'])
        self.assertEqual(status, 200)
        ours = {name for labels in re.findall(r'(?m)^\w+\{(.*)\} ', metrics)
                for name in re.findall(r'(\w+)="', labels)}
        self.assertLessEqual({'method', 'endpoint', 'status_code', 'le'}, ours)
        self.assertEqual(endpoint['relabelings'], [{'action': 'labeldrop', 'regex': 'endpoint'}])
        self.assertEqual(ours & (OPERATORS_LABELS - {'endpoint'}), set())


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
