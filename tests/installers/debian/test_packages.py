#!/usr/bin/env python3
"""The Debian packages in a clean root: apt installs them, the service runs as its unit says, the studio
starts, and after a purge nothing is left. `make test-deb` runs it.
Usage: test_packages.py folder-with-packages source-folder

The tests are the steps of one story, in the order of their names; the first that fails ends it."""
import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import unittest
from pathlib import Path

from debian_root import DebianRoot
from unit_file import Sandbox, UnitFile

PACKAGES, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
SKIPPED = 77  # what ctest takes for "skipped"
NEEDED = ('debootstrap', 'lintian', 'curl', 'systemd-analyze')
START_SECONDS = 60
ENVIRONMENT = 'etc/nanobanana.env'
TOKEN = 'word-of-the-test'


def report(text):
    print(f'packages: {text}', file=sys.stderr)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def ask(port, path):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
    connection.request('GET', path)
    response = connection.getresponse()
    content = response.read().decode('utf-8', 'replace')
    connection.close()
    return response.status, content


class Service:
    """The service as its unit starts it: command line, account, folder, and what of its sandbox needs no
    namespaces."""

    def __init__(self, root):
        self.unit = UnitFile(root / 'usr/lib/systemd/system/nanobanana.service')
        name = self.unit.one('Service', 'User')
        accounts = (root / 'etc/passwd').read_text()
        line = re.search(rf'^{name}:[^:]*:(\d+):(\d+):[^:]*:([^:]*):', accounts, re.MULTILINE)
        uid, gid, home = int(line[1]), int(line[2]), line[3]
        state = root / 'var/lib' / self.unit.one('Service', 'StateDirectory')
        state.mkdir(exist_ok=True)
        os.chown(state, uid, gid)
        state.chmod(int(self.unit.one('Service', 'StateDirectoryMode'), 8))
        sandbox = Sandbox(self.unit)
        report(f'the filter of the unit allows {sandbox.count} system calls here')
        folder = self.unit.one('Service', 'WorkingDirectory')
        self.process = subprocess.Popen(
            shlex.split(self.unit.one('Service', 'ExecStart')), cwd='/', text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, env={'PATH': '/usr/bin:/bin', 'HOME': home, 'USER': name, 'LOGNAME': name,
                                         'STATE_DIRECTORY': f'/var/lib/{name}'},
            preexec_fn=lambda: sandbox.enter(str(root), folder, uid, gid))

    def await_line(self, message):
        """The next line of the log with that message; fails if the log ends before."""
        for line in self.process.stdout:
            entry = json.loads(line)
            if entry['message'] == message:
                return entry
        raise AssertionError(f'the service has ended without {message!r}, with {self.process.wait()}')

    def stop(self):
        """Its exit code after SIGTERM; fails if it takes longer than the manager would wait."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=int(self.unit.one('Service', 'TimeoutStopSec')))
        finally:
            self.kill()
        return self.process.returncode

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Story(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.packages = {path.name.split('_')[0]: path for path in PACKAGES.glob('*.deb')}
        cls.debian = DebianRoot()
        cls.addClassCleanup(cls.debian.remove)
        cls.debian.make()
        cls.root = cls.debian.root
        for path in cls.packages.values():
            shutil.copy(path, cls.root / 'packages')
        cls.files = [f'/packages/{path.name}' for path in cls.packages.values()]

    def configure(self, **values):
        """Edits the configuration in place, as an administrator would: owner and mode stay."""
        path = self.root / ENVIRONMENT
        text = path.read_text()
        for name, value in values.items():
            text, count = re.subn(rf'^#?{name}=.*$', f'{name}={value}', text, flags=re.MULTILINE)
            self.assertEqual(count, 1, name)
        path.write_text(text)

    def curl(self, port, output, *arguments):
        """The status of an edit by curl."""
        samples = SOURCES / 'resources/samples'
        return subprocess.run(
            ['curl', '-sS', '-m', '120', '-o', output, '-w', '%{http_code}',
             '-F', f'image=@{samples}/harbour.jpg', '-F', f'mask=@{samples}/harbour-mask.png',
             '-F', 'prompt=calm sea', *arguments,
             f'http://127.0.0.1:{port}/api/edit'], check=True, text=True, stdout=subprocess.PIPE).stdout

    def test_1_lintian_has_no_errors(self):
        self.assertEqual(sorted(self.packages), ['nanobanana', 'nanobanana-studio'])
        done = subprocess.run(
            ['lintian', '--allow-root', '--fail-on', 'error', *map(str, self.packages.values())],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        report(f'lintian: {done.stdout.strip() or "nothing"}')
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_2_apt_installs_them(self):
        self.debian.apt('update')
        for name, file in zip(self.packages, self.files):
            simulated = self.debian.apt('-s', 'install', *sorted({file, self.file_of('nanobanana')}))
            count = len(re.findall(r'^Inst ', simulated, re.MULTILINE)) - 1
            report(f'{name}: apt installs {count} more packages in a bare root')
        simulated = self.debian.apt('-s', 'install', *self.files)
        needed = set(re.findall(r'^Inst (\S+)', simulated, re.MULTILINE)) - self.packages.keys()
        # First what they need, so that what is there before and after is all about them.
        self.debian.apt('install', *needed)
        type(self).before = self.debian.tree()
        installed = self.debian.apt('install', *self.files)
        self.assertEqual(len(re.findall(r'^Setting up ', installed, re.MULTILINE)), 2, installed)
        for name, path in self.packages.items():
            size = self.debian.run('dpkg-query', '-W', '-f', '${Installed-Size}', name)
            report(f'{path.name}: {path.stat().st_size // 1024} kB, installed {size} kB')
        self.assertEqual(self.debian.run('dpkg', '--verify', *self.packages), '')

    def file_of(self, name):
        return f'/packages/{self.packages[name].name}'

    def test_3_account_and_configuration(self):
        status = (self.root / ENVIRONMENT).stat()
        group = re.search(r'^nanobanana:[^:]*:(\d+):', (self.root / 'etc/group').read_text(), re.MULTILINE)[1]
        self.assertEqual((oct(status.st_mode & 0o7777), status.st_uid, status.st_gid),
                         ('0o640', 0, int(group)))
        self.assertIn('/usr/sbin/nologin', self.debian.run('getent', 'passwd', 'nanobanana'))
        wanted = self.root / 'etc/systemd/system/multi-user.target.wants/nanobanana.service'
        self.assertFalse(wanted.is_symlink(), 'the service is enabled')
        self.debian.run('systemctl', 'enable', 'nanobanana')
        self.assertTrue(wanted.is_symlink())

    def test_4_installing_again_keeps_the_configuration(self):
        self.configure(RATE_LIMIT_BURST=21)
        self.debian.run('dpkg', '-i', '--force-confold', *self.files)
        self.debian.run('dpkg', '-i', '--force-confold', *self.files)
        self.assertIn('\nRATE_LIMIT_BURST=21\n', (self.root / ENVIRONMENT).read_text())
        self.assertEqual((self.root / ENVIRONMENT).stat().st_mode & 0o7777, 0o640)

    def test_5_service_runs_as_its_unit_says(self):
        port, web_port = free_port(), free_port()
        self.configure(PORT=port, WEB_PORT=web_port)
        service = Service(self.root)
        self.addCleanup(service.kill)
        self.assertEqual(service.await_line('Listening')['port'], port)
        service.await_line('Serving the page')
        health = json.loads(self.debian.run('nanobanana', 'health', '--url', f'http://127.0.0.1:{port}'))
        self.assertEqual(health['status'], 'ok')
        picture = self.debian.folder / 'edited.png'
        self.assertEqual(self.curl(port, picture), '200')
        self.assertEqual(picture.read_bytes()[:8], b'\x89PNG\r\n\x1a\n')
        status, metrics = ask(port, '/metrics')
        edits = [line for line in metrics.splitlines() if line.startswith('http_requests_total{')
                 and 'endpoint="/api/edit"' in line and 'status_code="200"' in line]
        self.assertEqual((status, [line.split()[-1] for line in edits]), (200, ['1']))
        status, page = ask(web_port, '/')
        self.assertEqual(status, 200)
        self.assertIn('<script type="module"', page)
        self.assertEqual(ask(web_port, '/health'), (200, 'healthy'))
        self.configure(API_TOKENS=TOKEN)
        service.process.send_signal(signal.SIGHUP)  # ExecReload
        service.await_line('Reloaded')
        self.assertEqual(self.curl(port, picture), '401')
        self.assertEqual(self.curl(port, picture, '-H', f'Authorization: Bearer {TOKEN}'), '200')
        self.assertEqual(service.stop(), 0)

    def test_6_configuration_that_cannot_be_used_ends_the_service(self):
        self.configure(PORT='none')
        service = Service(self.root)
        service.process.communicate(timeout=START_SECONDS)
        self.assertEqual(str(service.process.returncode),
                         service.unit.one('Service', 'RestartPreventExitStatus'))
        self.configure(PORT=8000)

    def test_7_command_line_and_studio_start(self):
        for program in self.packages:
            self.assertRegex(self.debian.run(program, '--version'), rf'^{program} \d+\.\d+\.\d+\n$')
        for name in ('harbour.jpg', 'harbour-mask.png'):
            shutil.copy(SOURCES / 'resources/samples' / name, self.root / 'tmp')
        # The journal needs Qt's plugin for SQLite.
        self.debian.run('nanobanana', 'edit', '--image', '/tmp/harbour.jpg', '--mask',
                        '/tmp/harbour-mask.png', '--prompt', 'calm sea', '--output',
                        '/tmp/out.png', '--journal', '/tmp/journal')
        self.assertIn('done', self.debian.run('nanobanana', 'replay', '/tmp/journal', '--list'))
        studio = subprocess.Popen(
            ['chroot', self.root, 'env', '-i', 'PATH=/usr/bin:/bin', 'HOME=/tmp/home',
             'QT_QPA_PLATFORM=offscreen', 'LC_ALL=C.UTF-8', 'XDG_RUNTIME_DIR=/tmp',
             'nanobanana-studio', '/tmp/harbour.jpg'])
        try:
            self.await_files(studio, 'nanobanana/journal/journal.sqlite', 'nanobanana-studio/recovery/*.log')
        finally:
            studio.terminate()
            studio.wait(timeout=START_SECONDS)

    def await_files(self, process, *patterns):
        """The open picture has its recovery log, and the studio its journal; looked for while it runs."""
        share = self.root / 'tmp/home/.local/share'
        for _ in range(START_SECONDS * 20):
            if all(any(share.glob(pattern)) for pattern in patterns):
                return
            try:
                process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            self.fail(f'the studio has ended with {process.returncode}')
        self.fail(f'the studio has not written {patterns}')

    def test_8_removing_keeps_what_an_administrator_has_made(self):
        (self.root / 'var/lib/nanobanana/kept').write_text('kept')
        self.debian.apt('remove', *self.packages)
        self.assertTrue((self.root / ENVIRONMENT).exists())
        self.assertTrue((self.root / 'var/lib/nanobanana/kept').exists())
        self.assertFalse((self.root / 'usr/bin/nanobanana').exists())
        self.debian.apt('install', *self.files)
        self.assertIn(f'\nAPI_TOKENS={TOKEN}\n', (self.root / ENVIRONMENT).read_text())

    def test_9_purging_leaves_nothing(self):
        self.debian.apt('purge', *self.packages)
        after = self.debian.tree()
        changed = {path: (self.before.get(path), after.get(path))
                   for path in self.before.keys() | after.keys() if self.before.get(path) != after.get(path)}
        self.assertEqual(changed, {})
        report(f'after purge {len(after)} files and folders, each as before')


def stopped(*_):
    raise RuntimeError('stopped by SIGTERM')  # an error like another: the root is removed


def missing():
    if os.geteuid() != 0:
        return 'this needs root rights (chroot, mount)'
    absent = [name for name in NEEDED if not shutil.which(name)]
    return f'missing: {", ".join(absent)}' if absent else ''


if __name__ == '__main__':
    if missing():
        print(f'skipped: {missing()}')
        sys.exit(SKIPPED)
    signal.signal(signal.SIGTERM, stopped)
    unittest.main(argv=sys.argv[:1], failfast=True)
