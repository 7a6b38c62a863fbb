#!/usr/bin/env python3
"""Both compose files as `docker-compose config` reads them: variables are options and their values pass, what
is mounted and built exists, names and ports are the contract's, times and sizes fit each other.
Usage: test_compose.py nanobanana source-folder"""
import ipaddress
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yaml

PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
COMPOSE = shutil.which('docker-compose')
SKIPPED = 77  # what ctest takes for "skipped"
LAST_TRACES_SECONDS = 5  # what the process takes at its end for those, docs/observability.md
BACKENDS = {'development': ['nanobanana-backend'],
            'production': [f'nanobanana-backend-{i}' for i in (1, 2, 3)]}
FILES = {'development': 'docker-compose.yml', 'production': 'docker-compose.prod.yml'}
FOLDER = tempfile.TemporaryDirectory()


def read(file):
    """The file with its defaults: no .env and no HOME of this machine counts."""
    empty = Path(FOLDER.name) / 'environment'
    empty.write_text('')
    options = ['--project-directory', SOURCES, '--env-file', empty, '-f', SOURCES / file]
    run = subprocess.run([COMPOSE, *options, 'config'],
                         env={'PATH': os.environ['PATH'], 'HOME': FOLDER.name}, cwd=FOLDER.name,
                         capture_output=True, text=True, timeout=120)
    if run.returncode != 0 or run.stderr:
        raise RuntimeError(f'{file}: {run.stderr}')
    return yaml.safe_load(run.stdout)


def run_config(environment, *arguments):
    return subprocess.run([PROGRAM, 'config', *arguments], env=environment, cwd=FOLDER.name,
                          capture_output=True, text=True, timeout=60)


def seconds(text):
    match = re.fullmatch(r'(?:(\d+)m)?(?:(\d+)s)?', text)
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def megabytes(size):
    """Of '2g' and '768m'."""
    return int(size[:-1]) * {'m': 1, 'g': 1024}[size[-1].lower()]


def volume(entry):
    """(source, target) of a mount in the short form or the long one."""
    return tuple(entry.split(':')[:2]) if isinstance(entry, str) else (entry['source'], entry['target'])


def template_variables(name):
    return set(re.findall(r'\$\{(\w+)\}', (SOURCES / f'installers/nginx/{name}.conf.template').read_text()))


def dockerfile(name):
    return (SOURCES / f'installers/docker/{name}.Dockerfile').read_text()


class Compose(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.projects = {name: read(file) for name, file in FILES.items()}

    def service(self, project, name):
        return self.projects[project]['services'][name]

    def backends(self):
        return [(project, self.service(project, name)) for project, names in BACKENDS.items()
                for name in names]

    def address(self, project, name):
        return self.service(project, name)['networks']['nanobanana']['ipv4_address']

    def test_names(self):
        self.assertEqual(set(self.projects['development']['services']), {
            'nanobanana-backend', 'nanobanana-frontend', 'redis', 'prometheus', 'grafana', 'jaeger'})
        self.assertEqual(set(self.projects['production']['services']), {
            *BACKENDS['production'], 'nanobanana-nginx', 'nanobanana-frontend', 'redis'})
        for project, document in self.projects.items():
            for name, service in document['services'].items():
                if name.startswith('nanobanana'):
                    self.assertEqual(service['container_name'], name)
        self.assertEqual(set(self.projects['production']['secrets']), {'nanobanana_api_key'})

    def test_prometheus_knows_the_servers(self):
        for project, names in BACKENDS.items():
            file = SOURCES / f'installers/prometheus/targets/{project}/backend.yml'
            [group] = yaml.safe_load(file.read_text())
            self.assertEqual(group['targets'], [f'{name}:8000' for name in names])

    def test_ports(self):
        published = {}
        for project, document in self.projects.items():
            for name, service in document['services'].items():
                for port in service.get('ports', []):
                    target = port.split(':')[-1] if isinstance(port, str) else str(port['target'])
                    published[project, name] = target.split('/')[0]
        self.assertEqual(published, {
            ('development', 'nanobanana-backend'): '8000', ('development', 'nanobanana-frontend'): '5173',
            ('development', 'prometheus'): '9090', ('development', 'grafana'): '3000',
            ('development', 'jaeger'): '16686',
            ('production', 'nanobanana-nginx'): '8000', ('production', 'nanobanana-frontend'): '5173'})

    def test_variables_are_options_and_their_values_pass(self):
        known = {line.split('=')[0] for line in run_config({}).stdout.splitlines() if '=' in line}
        with_files = set(re.findall(r'\| `\w+`, or `(\w+_FILE)`', run_config({}, '--markdown').stdout))
        self.assertGreater(len(known), 40)
        self.assertIn('NANOBANANA_KEY_FILE', with_files)
        key = Path(FOLDER.name) / 'key'
        key.write_text('a-key\n')
        for project, service in self.backends():
            values = dict(service['environment'])
            self.assertLessEqual(set(values), known | with_files)
            if project == 'production':
                self.assertEqual(values['NANOBANANA_KEY_FILE'], '/run/secrets/nanobanana_api_key')
                self.assertEqual([secret['source'] for secret in service['secrets']], ['nanobanana_api_key'])
                values['NANOBANANA_KEY_FILE'] = str(key)
                self.assertNotIn('NANOBANANA_KEY', values)
            run = run_config(values)
            self.assertEqual((run.returncode, run.stderr), (0, ''), project)
            self.assertNotEqual(run_config({**values, 'WORKERS': 'two'}).returncode, 0)

    def test_servers_of_production_are_alike(self):
        services = [dict(self.service('production', name)) for name in BACKENDS['production']]
        for service in services:
            for own in ('container_name', 'build', 'networks'):
                service.pop(own, None)
        self.assertEqual(services[0], services[1])
        self.assertEqual(services[0], services[2])
        self.assertEqual(len({self.address('production', name) for name in BACKENDS['production']}), 3)

    def test_files_exist(self):
        for project, document in self.projects.items():
            for name, service in document['services'].items():
                for entry in service.get('volumes', []):
                    source, target = volume(entry)
                    if source.startswith('/'):
                        self.assertTrue(Path(source).exists(), (name, source))
                        self.assertTrue(target.startswith('/'))
                    else:
                        self.assertIn(source, document['volumes'])
                if 'build' in service:
                    build = service['build']
                    self.assertEqual(Path(build['context']), SOURCES)
                    self.assertTrue((SOURCES / build['dockerfile']).is_file(), build)
                    self.assertLessEqual(set(build.get('args', {})), set(
                        re.findall(r'(?m)^ARG (\w+)', (SOURCES / build['dockerfile']).read_text())))

    def test_what_the_images_copy_is_in_the_context(self):
        lines = (SOURCES / '.dockerignore').read_text().splitlines()
        self.assertIn('*', lines)
        allowed = [line[1:] for line in lines if line.startswith('!')]
        for name in ('backend', 'frontend'):
            copies = re.findall(r'(?m)^COPY (?!--from)(.*) \S+$', dockerfile(name))
            self.assertTrue(copies)
            for path in ' '.join(copies).split():
                self.assertTrue(list(SOURCES.glob(path)), path)
                self.assertTrue(any(path == root or path.startswith(root + '/') for root in allowed), path)

    def test_prometheus_and_grafana_find_their_files(self):
        mounts = {target: Path(source) for name in ('prometheus', 'grafana')
                  for source, target in map(volume, self.service('development', name)['volumes'])}
        configuration = yaml.safe_load(mounts['/etc/prometheus/prometheus.yml'].read_text())
        for file in configuration['rule_files']:
            self.assertIn(f'/etc/prometheus/{file}', mounts)
        targets = mounts['/etc/prometheus/targets']
        self.assertEqual(targets, SOURCES / 'installers/prometheus/targets/development')
        [provider] = yaml.safe_load((mounts['/etc/grafana/provisioning/dashboards'] / 'nanobanana.yml')
                                    .read_text())['providers']
        self.assertTrue(list(mounts[provider['options']['path']].glob('*.json')))
        [source] = yaml.safe_load((mounts['/etc/grafana/provisioning/datasources'] / 'prometheus.yml')
                                  .read_text())['datasources']
        self.assertEqual(source['url'], 'http://prometheus:9090')

    def test_traces_go_to_jaeger(self):
        self.assertEqual(self.service('development', 'nanobanana-backend')['environment'][
            'OTEL_EXPORTER_OTLP_ENDPOINT'], 'http://jaeger:4318')

    def test_health_checks(self):
        for name, program in (('backend', 'nanobanana'), ('frontend', 'frontend_start')):
            self.assertEqual(re.findall(r'HEALTHCHECK .*CMD (.*)', dockerfile(name)),
                             [f'["{program}", "health"]'])
        known = subprocess.run([PROGRAM, 'health', '--help'], capture_output=True, timeout=60)
        self.assertEqual(known.returncode, 0)
        self.assertIn('\n    health)', (SOURCES / 'installers/docker/frontend_start.sh').read_text())
        for project, document in self.projects.items():
            for name, service in document['services'].items():
                # Those of our images are in the images.
                if 'healthcheck' in service:
                    self.assertEqual((project, name, service['healthcheck']['test']),
                                     (project, 'redis', ['CMD', 'redis-cli', 'ping']))

    def test_nginx_is_told_what_its_templates_ask(self):
        in_image = set(re.findall(r'\b([A-Z_]+)=', re.search(r'(?ms)^ENV .*?[^\\]$',
                                                             dockerfile('frontend'))[0]))
        own = {'NGINX_TEMPLATE', 'TRUSTED_PROXIES'}  # frontend_start's
        for project, name, template in (('development', 'nanobanana-frontend', 'page'),
                                        ('production', 'nanobanana-frontend', 'page'),
                                        ('production', 'nanobanana-nginx', 'backend')):
            values = self.service(project, name)['environment']
            self.assertEqual(values.get('NGINX_TEMPLATE', 'page'), template)
            self.assertLessEqual(template_variables(template), set(values) | in_image)
            self.assertLessEqual(set(values), template_variables(template) | own)
            services = self.projects[project]['services']
            for variable, value in values.items():
                if variable.startswith('BACKEND_') or variable == 'API_ADDRESS':
                    host, port = value.split(':')
                    self.assertEqual(port, '8000')
                    self.assertIn('nanobanana', services[host]['networks'])
                    self.assertIn(host, services[name]['depends_on'])
        balanced = self.service('production', 'nanobanana-nginx')['environment']
        self.assertEqual([balanced[f'BACKEND_{i}'] for i in (1, 2, 3)],
                         [f'{name}:8000' for name in BACKENDS['production']])

    def test_only_proxies_are_trusted(self):
        trusted = {('development', 'nanobanana-backend'): 'nanobanana-frontend',
                   ('production', 'nanobanana-nginx'): 'nanobanana-frontend'}
        trusted.update({('production', name): 'nanobanana-nginx' for name in BACKENDS['production']})
        for (project, name), proxy in trusted.items():
            self.assertEqual(self.service(project, name)['environment']['TRUSTED_PROXIES'],
                             self.address(project, proxy))

    def test_nginx_knows_the_addresses_without_asking(self):
        for project, name, hosts in (('development', 'nanobanana-frontend', BACKENDS['development']),
                                     ('production', 'nanobanana-nginx', BACKENDS['production']),
                                     ('production', 'nanobanana-frontend', ['nanobanana-nginx'])):
            known = self.service(project, name)['extra_hosts']
            if isinstance(known, list):
                known = dict(re.split('[:=]', entry, maxsplit=1) for entry in known)
            self.assertEqual(known, {host: self.address(project, host) for host in hosts})

    def test_fixed_addresses_are_never_given_to_others(self):
        for project, document in self.projects.items():
            [config] = document['networks']['nanobanana']['ipam']['config']
            given = ipaddress.ip_network(config['ip_range'])
            self.assertTrue(given.subnet_of(ipaddress.ip_network(config['subnet'])))
            fixed = [ipaddress.ip_address(network['ipv4_address'])
                     for service in document['services'].values()
                     for network in service['networks'].values() if network]
            self.assertGreater(len(fixed), 1)
            self.assertEqual(len(set(fixed)), len(fixed))
            for address in fixed:
                self.assertIn(address, ipaddress.ip_network(config['subnet']))
                self.assertNotIn(address, given)

    def test_times_fit_each_other(self):
        for name in BACKENDS['production']:
            service = self.service('production', name)
            deadline = int(service['environment']['REQUEST_TIMEOUT'])
            drain = int(service['environment']['SHUTDOWN_GRACE'])
            self.assertGreaterEqual(drain, deadline)
            self.assertGreaterEqual(seconds(service['stop_grace_period']), drain + LAST_TRACES_SECONDS)
        balancer, page = (self.service('production', f'nanobanana-{name}') for name in ('nginx', 'frontend'))
        self.assertGreater(int(balancer['environment']['API_TIMEOUT']), deadline)
        self.assertGreater(int(page['environment']['API_TIMEOUT']),
                           int(balancer['environment']['API_TIMEOUT']))
        for service in (balancer, page):
            self.assertGreaterEqual(seconds(service['stop_grace_period']), deadline)
        development = self.service('development', 'nanobanana-backend')
        self.assertGreaterEqual(seconds(development['stop_grace_period']),
                                int(development['environment']['SHUTDOWN_GRACE']) + LAST_TRACES_SECONDS)

    def test_sizes_fit_each_other(self):
        for name in BACKENDS['production']:
            service = self.service('production', name)
            # A quarter of the container's memory is for bodies: room for the most that the server takes.
            self.assertGreaterEqual(megabytes(service['mem_limit']) // 4, 512)
            self.assertEqual(float(service['environment']['WORKERS']), float(service['cpus']))
            body = 2 * int(service['environment']['MAX_IMAGE_SIZE_MB']) + 1
            balancer = self.service('production', 'nanobanana-nginx')['environment']
            self.assertEqual(int(balancer['MAX_BODY_MB']), body)

    def test_production_is_closed(self):
        for name, service in self.projects['production']['services'].items():
            with self.subTest(service=name):
                self.assertTrue(service['read_only'])
                self.assertEqual(service['cap_drop'], ['ALL'])
                self.assertEqual(service['security_opt'], ['no-new-privileges:true'])
                self.assertEqual(service['restart'], 'unless-stopped')
                self.assertEqual(set(service['logging']['options']), {'max-size', 'max-file'})
                self.assertIn('mem_limit', service)
                self.assertIn('cpus', service)
                self.assertTrue(service['tmpfs'])
        for name in ('backend', 'frontend'):
            self.assertRegex(dockerfile(name), r'(?m)^USER 10001:10001$')
            self.assertRegex(dockerfile(name), r'(?m)^ENTRYPOINT \["')

    def test_servers_share_a_redis(self):
        for project, service in self.backends():
            self.assertRegex(service['environment']['REDIS_URL'], r'^redis://redis:6379/')


if __name__ == '__main__':
    if COMPOSE is None:
        print('skipped: there is no docker-compose')
        sys.exit(SKIPPED)
    try:
        unittest.main(argv=sys.argv[:1])
    finally:
        FOLDER.cleanup()
