"""The servers against which the blocks of docs/runbook.md are run: one that is well, and for a section about a fault
one that has it. Each has a working folder as an operator has it, and a stand-in for `make logs` on PATH."""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'installers/support'))
import processes  # noqa: E402
from faulty_provider import FaultyProvider  # noqa: E402

KEY = 'a-key-for-tests'
REQUEST_ID = 'the-request-of-a-customer'
SECONDS = 120  # no block takes so long


class Situation:
    """A folder with .env, and a server that was started in it."""

    def __init__(self, program, sources, provider, **variables):
        self.program, self.provider = program, provider
        self.temporary = tempfile.TemporaryDirectory()
        root = Path(self.temporary.name)
        self.folder, self.tools = root / 'work', root / 'tools'
        self.folder.mkdir()
        self.tools.mkdir()
        self.variables = variables
        self.web_port = processes.free_port()
        self.server = None
        self.ports = {}
        self.write_settings()
        shutil.copytree(sources / 'installers', self.folder / 'installers')
        for name in ('docker-compose.yml', 'docker-compose.prod.yml'):
            if (sources / name).exists():
                shutil.copy(sources / name, self.folder)
            else:
                (self.folder / name).write_text('services: {}\n')
        (self.folder / 'photo.png').write_bytes(processes.PICTURE)
        (self.folder / 'mask.png').write_bytes(processes.MASK)
        (self.tools / 'nanobanana').symlink_to(program)

    def write_settings(self):
        (self.folder / '.env').write_text(f'NANOBANANA_URL={self.provider.url}\nNANOBANANA_KEY={KEY}\n'
                                          'NANOBANANA_PROVIDER=nanobanana\nMIN_IMAGE_DIMENSION=16\n')

    def start(self):
        self.server = processes.Server(self.program, self.folder, WEB_PORT=str(self.web_port),
                                       **self.variables)
        self.ports.update({'8000': self.server.port, '5173': self.web_port})
        # `make logs` shows what docker-compose has of the container's stdout, with its name before each line.
        make = self.tools / 'make'
        make.write_text('#!/bin/sh\n[ "$1" = logs ] || exit 2\n'
                        f'sed "s/^/nanobanana-backend | /" {self.server.log_path}\n')
        make.chmod(0o755)
        return self

    def run(self, commands):
        """What bash does with the commands, whose ports on localhost are this situation's; each failure counts."""
        for port, actual in self.ports.items():
            commands = commands.replace(f'localhost:{port}', f'127.0.0.1:{actual}')
        environment = {'PATH': f'{self.tools}:{processes.PATH}', 'HOME': str(self.folder), 'LC_ALL': 'C.UTF-8'}
        if self.server:
            environment['PORT'] = str(self.server.port)
        return subprocess.run(['bash', '-e', '-o', 'pipefail', '-c', commands], cwd=self.folder, env=environment,
                              capture_output=True, text=True, errors='replace', timeout=SECONDS)

    def edit(self, prompt, status, client=None, request_id=None):
        headers = {'X-Forwarded-For': client} if client else {}
        if request_id:
            headers['X-Request-ID'] = request_id
        answer = processes.edit(self.server.port, prompt, headers)
        if answer[0] != status:
            raise AssertionError(f'{prompt}: {answer[0]} instead of {status}: {answer[2]}')
        return answer

    def stop(self):
        if self.server:
            self.server.stop()
        self.temporary.cleanup()


class Situations:
    """One for each section that needs its own, made when it is asked for first."""

    def __init__(self, program, sources):
        self.program, self.sources = program, sources
        self.provider = FaultyProvider()
        self.made = {}

    def of(self, section):
        make = {'nanobanana-api-integration-issues': self.refused_key,
                'rate-limiting-issues': self.refused_clients,
                'disaster-recovery': self.restored}.get(section, self.well)
        if make not in self.made:
            self.made[make] = make()
        return self.made[make]

    def new(self, **variables):
        return Situation(self.program, self.sources, self.provider, TRUSTED_PROXIES='127.0.0.1', **variables)

    def well(self):
        situation = self.new().start()
        situation.edit('a red boat', 200, '203.0.113.1', REQUEST_ID)
        return situation

    def refused_key(self):
        situation = self.new().start()
        situation.edit('status 401', 502)
        situation.edit('a red boat', 503)
        return situation

    def refused_clients(self):
        situation = self.new(RATE_LIMIT_RPM='1', RATE_LIMIT_BURST='1').start()
        for client, statuses in (('203.0.113.7', (200, 429, 429)), ('203.0.113.8', (200, 429))):
            for status in statuses:
                situation.edit('a red boat', status, client)
        return situation

    def restored(self):
        """A folder with the archive that the section before has made, and two pictures; its server starts later."""
        archive = next(self.of('backup').folder.glob('config-backup-*.tar.gz'))
        situation = Situation(self.program, self.sources, self.provider)
        for name in ('.env', 'docker-compose.yml', 'docker-compose.prod.yml'):
            (situation.folder / name).unlink()
        shutil.rmtree(situation.folder / 'installers')
        shutil.copy(archive, situation.folder)
        return situation

    def stop(self):
        for situation in self.made.values():
            situation.stop()
        self.provider.stop()
