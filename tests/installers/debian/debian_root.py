"""A clean Debian root in a temporary folder, made by debootstrap from the mirror that this machine uses."""
import hashlib
import os
import re
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

# What belongs to apt and dpkg, logs, what a running system has in memory, and the copies that account tools
# make.
LEFT_OUT = re.compile(r'^(proc|sys|dev|run|tmp|packages|var/(lib/apt|lib/dpkg|cache/apt|log|tmp))(/|$)'
                      r'|^etc/(passwd|group|shadow|gshadow|subuid|subgid)-$|^var/cache/ldconfig/')


def mirror():
    shown = subprocess.run(['apt-get', 'indextargets', '--format', '$(SITE)', 'Created-By: Packages'],
                           check=True, text=True, stdout=subprocess.PIPE).stdout
    return next(site for site in shown.split() if re.search(r'debian/*$', site))


def code_name():
    return re.search(r'^VERSION_CODENAME=(\w+)', Path('/etc/os-release').read_text(), re.MULTILINE)[1]


class DebianRoot:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix='nb-packages-', dir='/var/tmp'))
        self.folder.chmod(0o755)
        self.root = self.folder / 'root'

    def make(self):
        self.run_here(['debootstrap', '--variant=minbase', code_name(), str(self.root), mirror()])
        # What apt has been told about this network holds in there as well.
        shutil.copytree('/etc/apt/apt.conf.d', self.root / 'etc/apt/apt.conf.d', dirs_exist_ok=True)
        policy = self.root / 'usr/sbin/policy-rc.d'
        policy.write_text('#!/bin/sh\nexit 101\n')  # there is no service manager in here
        policy.chmod(0o755)
        # Nobody needs this root after a crash, and each package waits for the disk several times.
        (self.root / 'etc/dpkg/dpkg.cfg.d/unsafe-io').write_text('force-unsafe-io\n')
        (self.root / 'packages').mkdir()
        subprocess.run(['mount', '-t', 'proc', 'proc', self.root / 'proc'], check=True)

    def remove(self):
        while os.path.ismount(self.root / 'proc'):  # a debootstrap that was ended leaves it too
            subprocess.run(['umount', self.root / 'proc'], check=True)
        subprocess.run(['rm', '-rf', '--one-file-system', self.folder], check=True)

    @staticmethod
    def run_here(arguments):
        done = subprocess.run(arguments, text=True, timeout=1800, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise RuntimeError(f'{arguments} exits with {done.returncode}:\n{done.stdout}')
        return done.stdout

    def run(self, *arguments, **environment):
        """Inside, as root; what it prints. Fails if the program does."""
        variables = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': '/root', 'LC_ALL': 'C.UTF-8',
                     'DEBIAN_FRONTEND': 'noninteractive', **environment}
        return self.run_here(['chroot', str(self.root), 'env', '-i',
                              *(f'{name}={value}' for name, value in variables.items()),
                              *map(str, arguments)])

    def apt(self, *arguments):
        return self.run('apt-get', '-y', '--no-install-recommends', *arguments)

    def tree(self):
        """Path -> (type and mode, owner, group, target or, below /etc, what it contains)."""
        found = {}
        for folder, folders, files in os.walk(self.root):
            relative = Path(folder).relative_to(self.root)
            folders[:] = [name for name in folders if not LEFT_OUT.match(str(relative / name))]
            for name in folders + files:
                path = relative / name
                if not LEFT_OUT.match(str(path)):
                    found[str(path)] = self.entry(self.root / path, path)
        return found

    @staticmethod
    def entry(file, path):
        status = file.lstat()
        content = ''
        if stat.S_ISLNK(status.st_mode):
            content = os.readlink(file)
        elif stat.S_ISREG(status.st_mode) and path.parts[0] == 'etc':
            content = hashlib.sha256(file.read_bytes()).hexdigest()
        return stat.filemode(status.st_mode), status.st_uid, status.st_gid, content
