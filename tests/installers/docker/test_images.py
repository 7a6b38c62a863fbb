#!/usr/bin/env python3
"""Runs the images that tools/image_test.sh has built, without a daemon: each in a mount and a process
namespace of its own, as the image's user, with a read-only root, no capability and nothing writable but /tmp;
the process is number 1 there. Needs root.
Usage: test_images.py source-folder backend-root backend-config frontend-root frontend-config"""
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import unittest
from pathlib import Path

SOURCES = Path(sys.argv[1]).resolve()
IMAGES = {'backend': sys.argv[2:4], 'frontend': sys.argv[4:6]}
MOST_MEGABYTES = 320
PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
START_SECONDS = 60

# $1: the root. Mounts are gone with the namespace.
PREPARE = '''
set -eu
mount --bind "$1" "$1"
mount --bind /dev "$1/dev"
mount -t proc proc "$1/proc"
mount -t tmpfs -o mode=1777,size=256m tmpfs "$1/tmp"
mount -o remount,bind,ro "$1"
root=$1 user=$2 group=$3 folder=$4
shift 4
exec chroot "$root" /usr/bin/setpriv --reuid "$user" --regid "$group" --clear-groups --bounding-set=-all \
    --inh-caps=-all --no-new-privs /usr/bin/env --chdir="$folder" "$@"
'''


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def ask(port, path, method='GET', headers=None, body=None):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=120)
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, content


def part(name, content, more=''):
    head = f'--image-test\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + content + b'\r\n'


def edit(port):
    """An edit of the sample picture, as a page of nobody would send it."""
    samples = SOURCES / 'resources/samples'
    body = b''
    for name, file in (('image', 'harbour.jpg'), ('mask', 'harbour-mask.png')):
        body += part(name, (samples / file).read_bytes(), f'; filename="{file}"')
    body += part('prompt', b'calm sea') + b'--image-test--\r\n'
    return ask(port, '/api/edit', 'POST', {'Content-Type': 'multipart/form-data; boundary=image-test'}, body)


class Container:
    """An image that runs, with variables beside its own."""

    def __init__(self, image, environment, user='10001:10001', command=None):
        self.root = IMAGES[image][0]
        self.config = json.loads(Path(IMAGES[image][1]).read_text())
        self.user = user
        # PATH as every runtime sets it where an image does not.
        self.variables = [PATH, *self.config['Env'], *map('='.join, environment.items())]
        # The namespaces' own first process is the image's program: unshare waits for it.
        self.process = subprocess.Popen(
            ['unshare', '--mount', '--pid', '--fork', *self.command(command or self.config['Cmd'])],
            env={'PATH': os.environ['PATH']}, stdin=subprocess.DEVNULL)

    def command(self, arguments):
        return ['bash', '-c', PREPARE, 'prepare', self.root, *self.user.split(':'),
                self.config['WorkingDir'] or '/', '-i', *self.variables, *self.config['Entrypoint'],
                *arguments]

    def first_process(self):
        children = Path(f'/proc/{self.process.pid}/task/{self.process.pid}/children').read_text().split()
        return int(children[0])

    def await_port(self, port):
        """It either accepts on the port or has ended; asked as often as a connection is refused."""
        for _ in range(START_SECONDS * 20):
            if accepts(port):
                return
            try:
                self.process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f'{self.root} has ended with {self.process.returncode}')
        raise RuntimeError(f'{self.root} does not accept on port {port}')

    def run_inside(self, *command):
        """A command in its namespaces, as `docker exec` and health checks run."""
        user, group = self.user.split(':')
        return subprocess.run(
            ['nsenter', '--target', str(self.first_process()), '--mount', '--pid', 'chroot', self.root,
             '/usr/bin/setpriv', '--reuid', user, '--regid', group, '--clear-groups', '--bounding-set=-all',
             '--inh-caps=-all', '--no-new-privs', '/usr/bin/env', '-i', *self.variables, *command],
            capture_output=True, text=True, timeout=60)

    def status(self):
        lines = Path(f'/proc/{self.first_process()}/status').read_text().splitlines()
        return dict(line.split(':\t', 1) for line in lines if ':\t' in line)

    def stop(self):
        """The exit status after the image's stop signal."""
        if self.process.poll() is None:
            os.kill(self.first_process(), getattr(signal, self.config.get('StopSignal') or 'SIGTERM'))
        return self.process.wait(timeout=60)


class Images(unittest.TestCase):
    def run_image(self, *arguments, **options):
        container = Container(*arguments, **options)
        self.addCleanup(container.stop)
        return container

    def check_confinement(self, container, user):
        status = container.status()
        self.assertEqual(status['Uid'].split(), [user] * 4)
        self.assertEqual(status['NSpid'].split()[-1], '1')
        for kind in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'):
            self.assertEqual(int(status[kind], 16), 0, kind)
        for path in ('/var/lib/written', '/etc/written', '/usr/written'):
            self.assertNotEqual(container.run_inside('touch', path).returncode, 0, path)
        self.assertEqual(container.run_inside('touch', '/tmp/written').returncode, 0)

    def serve(self, **options):
        port = free_port()
        # Its quickest way to fill: what is tested is the image.
        environment = {'HOST': '127.0.0.1', 'PORT': str(port), 'NANOBANANA_LOCAL_METHOD': 'telea'}
        server = self.run_image('backend', environment, **options)
        server.await_port(port)
        return server, port

    def test_configuration(self):
        for name, (_, file) in IMAGES.items():
            config = json.loads(Path(file).read_text())
            self.assertEqual(config['User'], '10001:10001')
            labels = config['Labels']
            self.assertEqual(labels['org.opencontainers.image.title'], f'nanobanana-{name}')
            self.assertEqual(labels['org.opencontainers.image.version'], 'test')
            self.assertEqual(labels['org.opencontainers.image.created'], '2000-01-02T03:04:05Z')
        backend, frontend = (json.loads(Path(IMAGES[name][1]).read_text()) for name in IMAGES)
        self.assertEqual((backend['Entrypoint'], backend['Cmd'], backend['Healthcheck']['Test']),
                         (['nanobanana'], ['serve'], ['CMD', 'nanobanana', 'health']))
        self.assertEqual((list(backend['ExposedPorts']), list(frontend['ExposedPorts'])),
                         (['8000/tcp'], ['5173/tcp']))
        self.assertEqual(frontend['StopSignal'], 'SIGQUIT')

    def test_size(self):
        for name, (root, _) in IMAGES.items():
            run = subprocess.run(['du', '-sxm', root], capture_output=True, text=True, check=True)
            size = int(run.stdout.split()[0])
            print(f'image-test: {name} has {size} MB')
            self.assertLess(size, MOST_MEGABYTES, name)

    def test_nothing_but_what_runs(self):
        for name, (root, _) in IMAGES.items():
            for tool in ('g++', 'cmake', 'node', 'npm', 'python3', 'ccache'):
                self.assertFalse((Path(root) / 'usr/bin' / tool).exists(), (name, tool))
            self.assertFalse((Path(root) / 'src').exists())

    def test_drivers_of_the_database_and_of_tls(self):
        plugins = Path(IMAGES['backend'][0]).glob('usr/lib/*/qt6/plugins/*/*.so')
        self.assertLessEqual({'libqsqlite.so', 'libqsqlpsql.so', 'libqopensslbackend.so'},
                             {plugin.name for plugin in plugins})

    def test_server(self):
        server, port = self.serve()
        self.check_confinement(server, '10001')
        status, _, content = ask(port, '/api/health')
        self.assertEqual((status, json.loads(content)['status']), (200, 'ok'))
        self.assertEqual(server.run_inside('nanobanana', 'health').returncode, 0)
        status, headers, content = edit(port)
        self.assertEqual((status, headers['content-type'], content[:4]), (200, 'image/png', b'\x89PNG'))
        status, _, content = ask(port, '/metrics')
        self.assertEqual(status, 200)
        self.assertRegex(content.decode(), r'(?m)^http_requests_total\{.*endpoint="/api/edit".*\} 1$')
        self.assertEqual(server.stop(), 0)
        self.assertFalse(accepts(port))

    def test_server_as_another_user(self):
        server, port = self.serve(user='54321:0')
        self.check_confinement(server, '54321')
        self.assertEqual(edit(port)[0], 200)
        self.assertEqual(server.stop(), 0)

    def test_health_without_a_server(self):
        # The health check of a container whose server is gone.
        container = self.run_image('backend', {'PORT': str(free_port())}, command=['health'])
        self.assertEqual(container.process.wait(timeout=60), 1)

    def test_page(self):
        server, api = self.serve()
        port = free_port()
        addresses = {'WEB_PORT': f'127.0.0.1:{port}', 'API_ADDRESS': f'127.0.0.1:{api}'}
        page = self.run_image('frontend', addresses, user='54321:0')
        page.await_port(port)
        self.check_confinement(page, '54321')
        self.assertEqual(ask(port, '/health')[::2], (200, b'healthy'))
        self.assertEqual(page.run_inside('frontend_start', 'health').returncode, 0)
        status, headers, content = ask(port, '/', headers={'Accept-Encoding': 'br'})
        self.assertEqual((status, headers['content-encoding']), (200, 'br'))
        status, headers, content = ask(port, '/')
        self.assertIn(b'<script type="module"', content)
        self.assertEqual(edit(port)[0], 200)
        self.assertEqual(page.stop(), 0)
        self.assertEqual(server.stop(), 0)

    def test_balancer(self):
        _, api = self.serve()
        port = free_port()
        backends = {f'BACKEND_{i}': f'127.0.0.1:{api}' for i in (1, 2, 3)}
        balancer = self.run_image('frontend', {
            'NGINX_TEMPLATE': 'backend', 'API_LISTEN': f'127.0.0.1:{port}', **backends, 'API_TIMEOUT': '125',
            'MAX_BODY_MB': '21', 'TRUSTED_PROXIES': '192.0.2.1,198.51.100.0/24'})
        balancer.await_port(port)
        self.check_confinement(balancer, '10001')
        self.assertEqual(edit(port)[0], 200)
        for command in ('health', 'reload'):
            run = balancer.run_inside('frontend_start', command)
            self.assertEqual(run.returncode, 0, (command, run.stderr))
        self.assertEqual(ask(port, '/api/health')[0], 200)
        self.assertEqual(balancer.stop(), 0)

    def test_page_says_what_is_not_set(self):
        container = self.run_image('frontend', {'NGINX_TEMPLATE': 'backend'})
        self.assertEqual(container.process.wait(timeout=60), 1)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
