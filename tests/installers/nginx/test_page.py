#!/usr/bin/env python3
"""The page behind nginx (installers/nginx/page.conf.template) beside the page of `nanobanana serve --web-port`: the same
files, headers and answers, and an edit through nginx. Usage: test_page.py nanobanana page-folder source-folder"""
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, PAGE, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:4])
NGINX = shutil.which('nginx', path=os.environ['PATH'] + ':/usr/sbin')
SKIPPED = 77  # what ctest takes for "skipped"
START_SECONDS = 60

# What may differ: when and by whom, the connection, and what nginx has of a file's date.
OWN = {'date', 'server', 'connection', 'last-modified', 'etag', 'content-length', 'transfer-encoding', 'accept-ranges',
       'x-request-id', 'x-process-time', 'traceresponse', 'keep-alive', 'vary', 'content-type'}


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def ask(port, path, method='GET', headers=None, body=None):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, content


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def await_port(process, port):
    """The process either accepts on the port or has ended; asked as often as a connection is refused."""
    for _ in range(START_SECONDS * 20):
        if accepts(port):
            return
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f'{process.args[0]} has ended with {process.returncode}')
    raise RuntimeError(f'{process.args[0]} does not accept on port {port}')


class PageBehindNginx(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.api, cls.own, cls.nginx_port = free_port(), free_port(), free_port()
        environment = {'PATH': os.environ['PATH'], 'HOME': cls.folder.name, 'RATE_LIMIT_ENABLED': 'false',
                       'ALLOWED_ORIGINS': f'http://127.0.0.1:{cls.nginx_port}'}
        cls.server = subprocess.Popen(
            [PROGRAM, 'serve', '--host', '127.0.0.1', '--port', str(cls.api), '--web-port', str(cls.own)],
            env=environment, stdout=subprocess.DEVNULL, cwd=cls.folder.name)
        await_port(cls.server, cls.own)
        cls.nginx = cls.start_nginx()
        await_port(cls.nginx, cls.nginx_port)

    @classmethod
    def start_nginx(cls):
        template = (SOURCES / 'installers/nginx/page.conf.template').read_text()
        values = {'WEB_PORT': f'127.0.0.1:{cls.nginx_port}', 'PAGE_ROOT': str(PAGE),
                  'API_ADDRESS': f'127.0.0.1:{cls.api}', 'API_TIMEOUT': '130'}
        for name, value in values.items():
            template = template.replace('${' + name + '}', value)
        modules = Path('/usr/lib/nginx/modules/ngx_http_brotli_static_module.so')
        folder = cls.folder.name
        user = 'user root;' if os.geteuid() == 0 else ''
        # Of the temporary folders nginx uses only the client's bodies here; it makes all of them.
        temporary = ' '.join(f'{kind}_temp_path {folder}/{kind};'
                             for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (Path(folder) / 'nginx.conf').write_text(
            f'load_module {modules}; {user} daemon off; pid {folder}/nginx.pid; error_log stderr warn;\n'
            f'events {{ worker_connections 64; }}\n'
            f'http {{ include /etc/nginx/mime.types; access_log off; {temporary}\n{template}\n}}\n')
        return subprocess.Popen([NGINX, '-c', f'{folder}/nginx.conf', '-p', folder])

    @classmethod
    def tearDownClass(cls):
        for process in (cls.nginx, cls.server):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait()
        cls.folder.cleanup()

    def files(self):
        paths = [path for path in PAGE.rglob('*') if path.is_file() and path.suffix not in ('.br', '.gz', '.qrc')]
        self.assertGreater(len(paths), 2)
        return sorted('/' if path.name == 'index.html' else '/' + str(path.relative_to(PAGE)) for path in paths)

    def test_files_have_the_same_headers_and_bytes(self):
        for path in self.files():
            for coding in ('identity', 'gzip', 'br', 'gzip, deflate, br'):
                with self.subTest(path=path, coding=coding):
                    headers = {'Accept-Encoding': coding}
                    status, ours, content = ask(self.own, path, headers=headers)
                    other_status, theirs, other_content = ask(self.nginx_port, path, headers=headers)
                    self.assertEqual((status, other_status), (200, 200))
                    self.assertEqual(content, other_content)
                    self.assertEqual({name: value for name, value in ours.items() if name not in OWN},
                                     {name: value for name, value in theirs.items() if name not in OWN})
                    self.assertEqual(ours['content-type'].split(';')[0], theirs['content-type'].split(';')[0]
                                     .replace('application/javascript', 'text/javascript'))
                    self.assertIn('Accept-Encoding', theirs['vary'])

    def test_health(self):
        for port in (self.own, self.nginx_port):
            status, headers, content = ask(port, '/health')
            self.assertEqual((status, content), (200, b'healthy'))
            self.assertTrue(headers['content-type'].startswith('text/plain'))

    def test_api_answers_are_those_of_the_server(self):
        status, ours, content = ask(self.api, '/api/limits')
        other_status, theirs, other_content = ask(self.nginx_port, '/api/limits')
        self.assertEqual((status, content), (other_status, other_content))
        self.assertEqual({name: value for name, value in ours.items() if name not in OWN},
                         {name: value for name, value in theirs.items() if name not in OWN})

    def edit(self, port, origin):
        samples = SOURCES / 'resources/samples'
        boundary = b'page-behind-nginx'
        body = b''
        for name, file in (('image', 'harbour.jpg'), ('mask', 'harbour-mask.png')):
            body += (b'--' + boundary + b'\r\nContent-Disposition: form-data; name="' + name.encode() +
                     b'"; filename="' + file.encode() + b'"\r\n\r\n' + (samples / file).read_bytes() + b'\r\n')
        body += (b'--' + boundary + b'\r\nContent-Disposition: form-data; name="prompt"\r\n\r\ncalm sea\r\n--' +
                 boundary + b'--\r\n')
        return ask(port, '/api/edit', 'POST', {'Content-Type': 'multipart/form-data; boundary=' + boundary.decode(),
                                               'Origin': origin}, body)

    def test_edit_of_the_page_itself_and_of_a_stranger(self):
        status, headers, content = self.edit(self.nginx_port, f'http://127.0.0.1:{self.nginx_port}')
        self.assertEqual((status, headers['content-type'], content[:4]), (200, 'image/png', b'\x89PNG'))
        status, _, content = self.edit(self.nginx_port, 'http://evil.example')
        self.assertEqual(status, 403)
        self.assertIn(b'"error_code":"HTTP_403"', content)

    def test_unknown_path_is_not_found(self):
        for path in ('/nothing', '/assets/nothing.js', '/metrics', '/../nginx.conf', '/%2e%2e/nginx.conf'):
            self.assertIn(ask(self.nginx_port, path)[0], (400, 404), path)

    def test_server_that_is_away(self):
        # The last one: it ends the server.
        self.server.send_signal(signal.SIGTERM)
        self.server.wait()
        status, headers, content = ask(self.nginx_port, '/api/health')
        self.assertEqual((status, headers['content-type'], headers['retry-after']), (503, 'application/json', '5'))
        self.assertIn(b'"error_code":"HTTP_503"', content)
        self.assertEqual(ask(self.nginx_port, '/health')[0], 200)


if __name__ == '__main__':
    if NGINX is None:
        print('skipped: there is no nginx')
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1])
