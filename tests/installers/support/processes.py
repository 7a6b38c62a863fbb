"""What the tests of the installers run: `nanobanana serve`, Redis, nginx and Prometheus as processes of their
own, on ports that are free, with their files in the test's folder. Each has port and stop(); a process that
ends early is an error."""
import http.client
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import threading
import urllib.parse
import zlib
from pathlib import Path

SKIPPED = 77  # what ctest takes for "skipped"
START_SECONDS = 60
HANG_SECONDS = 150  # nothing here takes so long
PATH = os.environ.get('PATH', '') + ':/usr/sbin:/usr/bin'


def tool(name):
    """The tool's path, or None."""
    return shutil.which(name, path=PATH)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def ask(port, path, method='GET', headers=None, body=None, source='127.0.0.1'):
    """(status, headers with lower-case names, body) of one request on its own connection from `source`."""
    connection = http.client.HTTPConnection('127.0.0.1', port, HANG_SECONDS, source_address=(source, 0))
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, content


def await_true(condition, what, process=None, seconds=START_SECONDS):
    """Asks until the condition holds, and returns what that returned. An error once the process has ended."""
    between = threading.Event()
    for _ in range(seconds * 20):
        result = condition()
        if result:
            return result
        if process and process.poll() is not None:
            raise RuntimeError(f'{what}: {process.args[0]} has ended with {process.returncode}')
        between.wait(0.05)
    raise RuntimeError(f'{what}: not within {seconds} s')


def png(width, height, channels, pixel):
    """A PNG of 8-bit samples; pixel(x, y) is a tuple of `channels` (1 grey, 3 RGB) numbers."""
    rows = b''.join(b'\0' + bytes(value for x in range(width) for value in pixel(x, y))
                    for y in range(height))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    head = struct.pack('>IIBBBBB', width, height, 8, {1: 0, 3: 2}[channels], 0, 0, 0)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows)) +
            chunk(b'IEND', b''))


SIDE = 64  # of the pictures: what is tested here is not the pixels
PICTURE = png(SIDE, SIDE, 3, lambda x, y: (4 * x, 4 * y, 128))
MASK = png(SIDE, SIDE, 1, lambda x, y: (255 if 24 <= x < 40 and 24 <= y < 40 else 0,))


def edit_form(prompt, image=PICTURE, mask=MASK):
    """(headers, body) of an edit."""
    boundary = b'tests-of-the-installers'
    body = b''
    for name, content in (('image', image), ('mask', mask)):
        body += (b'--' + boundary + b'\r\nContent-Disposition: form-data; name="' + name.encode() +
                 b'"; filename="' + name.encode() + b'.png"\r\n\r\n' + content + b'\r\n')
    body += (b'--' + boundary + b'\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n' +
             prompt.encode() + b'\r\n--' + boundary + b'--\r\n')
    return {'Content-Type': 'multipart/form-data; boundary=' + boundary.decode()}, body


def edit(port, prompt, headers=None, source='127.0.0.1', **parts):
    form_headers, body = edit_form(prompt, **parts)
    return ask(port, '/api/edit', 'POST', {**form_headers, **(headers or {})}, body, source)


class Process:
    def __init__(self, command, folder, name, environment=None):
        self.log_path = Path(folder) / f'{name}.log'
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen(
                [str(part) for part in command], stdout=log, stderr=subprocess.STDOUT, cwd=folder,
                env=environment or {'PATH': PATH, 'HOME': str(folder)})

    def stop(self, kind=signal.SIGTERM):
        """Ends it and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(kind)
        return self.process.wait()

    def await_port(self):
        await_true(lambda: accepts(self.port), f'port {self.port}', self.process)

    def await_answer(self, path):
        await_true(lambda: accepts(self.port) and ask(self.port, path)[0] == 200, path, self.process)


class Server(Process):
    """`nanobanana serve` on a port, ready to take edits."""

    def __init__(self, program, folder, name='server', port=None, **variables):
        self.port = port or free_port()
        environment = {'PATH': PATH, 'HOME': str(folder), 'MIN_IMAGE_DIMENSION': '16', **variables}
        super().__init__([program, 'serve', '--host', '127.0.0.1', '--port', self.port], folder, name,
                         environment)
        self.await_answer('/readyz')

    def log_lines(self):
        return [line for line in self.log_path.read_text().splitlines() if line]

    def samples(self):
        """{name of a series as /metrics has it: its value}"""
        lines = ask(self.port, '/metrics')[2].decode().splitlines()
        return {name: float(value) for name, value in
                (line.rsplit(' ', 1) for line in lines if line and not line.startswith('#'))}


class Redis(Process):
    def __init__(self, folder):
        self.port = free_port()
        super().__init__([tool('redis-server'), '--bind', '127.0.0.1', '--port', self.port, '--save', '',
                          '--appendonly', 'no', '--dir', folder], folder, 'redis')
        self.await_port()
        self.url = f'redis://127.0.0.1:{self.port}/0'


class Nginx(Process):
    """nginx with one of our templates, `values` filled in; `listen` is the variable of the port."""

    def __init__(self, folder, template, listen, **values):
        self.port = free_port()
        self.folder = folder
        self.template = Path(template).read_text()
        self.values = {**values, listen: f'127.0.0.1:{self.port}'}
        super().__init__([tool('nginx'), '-c', self.configured(), '-p', folder], folder, 'nginx')
        self.await_port()

    def configured(self):
        """The path of its configuration, written for this run."""
        folder, text = self.folder, self.template
        for name, value in self.values.items():
            text = text.replace('${' + name + '}', str(value))
        user = 'user root;' if os.geteuid() == 0 else ''
        temporary = ' '.join(f'{kind}_temp_path {folder}/nginx-{kind};'
                             for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        configuration = Path(folder) / 'nginx.conf'
        configuration.write_text(f'{user} daemon off; pid {folder}/nginx.pid; error_log stderr warn;\n'
                                 f'events {{ worker_connections 256; }}\n'
                                 f'http {{ access_log off; {temporary}\n{text}\n}}\n')
        return configuration

    def workers(self):
        """The process ids of its worker processes."""
        found = set()
        for path in Path('/proc').glob('[0-9]*/stat'):
            try:
                parent = path.read_text().rsplit(')', 1)[1].split()[1]
            except OSError:  # it has just ended
                continue
            if int(parent) == self.process.pid:
                found.add(path.parent.name)
        return found

    def reload(self, **values):
        """As `nginx -s reload` with these values changed; returns when the former workers are gone."""
        self.values.update(values)
        self.configured()
        former = self.workers()
        self.process.send_signal(signal.SIGHUP)
        await_true(lambda: self.workers() and not self.workers() & former, 'new workers', self.process)


class Prometheus(Process):
    """A Prometheus with a folder of configuration (prometheus.yml, and the files that it names)."""

    def __init__(self, folder, configuration):
        self.port = free_port()
        super().__init__([tool('prometheus'), f'--config.file={configuration}/prometheus.yml',
                          f'--storage.tsdb.path={folder}/prometheus',
                          f'--web.listen-address=127.0.0.1:{self.port}', '--log.level=warn'],
                         folder, 'prometheus-log')
        self.await_answer('/-/ready')

    def get(self, path, **parameters):
        """The data of an answer of its API; an error of the query is a ValueError with its text."""
        query = urllib.parse.urlencode(parameters, doseq=True)
        status, _, content = ask(self.port, f'/api/v1/{path}?{query}')
        answer = json.loads(content)
        if status != 200 or answer['status'] != 'success':
            raise ValueError(f'{path} {parameters}: {answer.get("error")}')
        return answer['data']

    def query(self, expression):
        """[(labels, value)] of an instant query."""
        data = self.get('query', query=expression)
        if data['resultType'] != 'vector':
            raise ValueError(f'{expression}: is no vector but {data["resultType"]}')
        return [(sample['metric'], float(sample['value'][1])) for sample in data['result']]


def configured_folder(sources, folder, targets, scrape_interval='1s'):
    """installers/prometheus as it is mounted, with these targets, and scraped more often."""
    configuration = Path(folder) / 'etc-prometheus'
    shutil.copytree(Path(sources) / 'installers/prometheus', configuration,
                    ignore=shutil.ignore_patterns('targets', '*_test.yml'))
    (configuration / 'targets').mkdir()
    (configuration / 'targets/backend.yml').write_text(json.dumps([{'targets': targets}]))
    path = configuration / 'prometheus.yml'
    text = path.read_text()
    shipped = {'scrape_interval': '15s', 'scrape_timeout': '10s', 'evaluation_interval': '15s'}
    for name, interval in shipped.items():
        line = f'  {name}: {interval}\n'
        if line not in text:
            raise RuntimeError(f'prometheus.yml has no line "{line.strip()}" any more')
        text = text.replace(line, f'  {name}: {scrape_interval}\n')
    path.write_text(text)
    return configuration
