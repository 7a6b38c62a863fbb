#!/usr/bin/env python3
"""The Makefile's verbs for containers and for a server that runs: what they have compose do, told by one that
only writes down how it was called, and what they print of a real server.
Usage: test_verbs.py nanobanana source-folder"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
TOOLS = ('bash', 'sh', 'make', 'dirname', 'date', 'git', 'nproc', 'sed', 'curl', 'env')


class Verbs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.calls = Path(self.folder.name) / 'calls'
        # Only what the verbs use, so that this machine's docker is not among it.
        for tool in TOOLS:
            (Path(self.folder.name) / tool).symlink_to(self.found(tool))

    def found(self, tool):
        folders = map(Path, os.environ['PATH'].split(':'))
        return next(folder / tool for folder in folders if (folder / tool).exists())

    def write_tool(self, name, script):
        path = Path(self.folder.name) / name
        path.write_text(f'#!/bin/sh\n{script}\n')
        path.chmod(0o755)

    def make(self, *arguments, **environment):
        return subprocess.run(['make', '--no-print-directory', '-C', SOURCES, *arguments],
                              env={'PATH': self.folder.name, 'HOME': self.folder.name, **environment},
                              capture_output=True, text=True, timeout=120)

    def asked(self, verb):
        self.calls.write_text('')
        run = self.make(verb)
        self.assertEqual((run.returncode, run.stderr), (0, ''))
        return self.calls.read_text().splitlines()

    def test_compose_1(self):
        self.write_tool('docker', 'exit 1')  # a docker without `compose`
        self.write_tool('docker-compose', f'echo "$*" >>{self.calls}')
        self.check_verbs('')

    def test_compose_2(self):
        self.write_tool('docker', f'[ "$2" = version ] || echo "$*" >>{self.calls}')
        self.check_verbs('compose ')

    def check_verbs(self, prefix):
        production = f'{prefix}-f docker-compose.prod.yml '
        for verb, expected in (('up', f'{prefix}up -d --build'), ('down', f'{prefix}down'),
                               ('logs', f'{prefix}logs --no-color'), ('restart', f'{prefix}restart'),
                               ('prod-build', f'{production}build'), ('prod-up', f'{production}up -d')):
            self.assertEqual(self.asked(verb), [expected], verb)

    def test_build_arguments(self):
        self.write_tool('docker-compose', f'echo "$BUILD_VERSION $BUILD_DATE" >>{self.calls}')
        [line] = self.asked('prod-build')
        self.assertRegex(line, r'^\S+ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')

    def test_no_compose(self):
        run = self.make('up')
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("neither 'docker compose' nor 'docker-compose'", run.stderr)
        self.assertIn('apt-get install', run.stderr)

    def test_health_and_metrics_of_a_server(self):
        server = subprocess.Popen([PROGRAM, 'serve', '--host', '127.0.0.1', '--port', '0'],
                                  env={'PATH': '/usr/bin', 'HOME': self.folder.name}, cwd=self.folder.name,
                                  stdout=subprocess.PIPE, text=True)
        try:
            lines = map(json.loads, server.stdout)
            port = next(line['port'] for line in lines if line['message'] == 'Listening')
            run = self.make('health', f'PORT={port}')
            self.assertEqual((run.returncode, json.loads(run.stdout)['status']), (0, 'ok'), run.stderr)
            run = self.make('metrics', PORT=str(port))
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn('# TYPE http_requests_total counter', run.stdout)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=60)
        self.assertNotEqual(self.make('health', f'PORT={port}').returncode, 0)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
