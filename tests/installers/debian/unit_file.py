"""A systemd unit as its manager would read it, as far as the tests need it, and the sandbox that it asks for:
the filter of system calls, no new privileges, no memory that is both written and executed. What needs
namespaces is left out."""
import ctypes
import os
import re
import subprocess

PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, MDWE_REFUSE_EXEC_GAIN = 38, 65, 1  # linux/prctl.h
ALLOW, ERRNO_EPERM, UNKNOWN_CALL = 0x7fff0000, 0x00050001, -1  # seccomp.h


class UnitFile:
    def __init__(self, path):
        self.values = []  # (section, name, value), in the file's order
        section = ''
        for line in path.read_text(encoding='utf-8').splitlines():
            if line.startswith('['):
                section = line.strip('[]')
            elif line and not line.startswith('#'):
                name, _, value = line.partition('=')
                self.values.append((section, name, value.replace('%S', '/var/lib')))

    def all(self, section, name):
        return [value for at, known, value in self.values if (at, known) == (section, name)]

    def one(self, section, name):
        values = self.all(section, name)
        assert len(values) == 1, f'{name} of [{section}] is there {len(values)} times'
        return values[0]


def calls_of(word):
    """The names of the system calls that a word of SystemCallFilter stands for."""
    if not word.startswith('@'):
        return {word}
    shown = subprocess.run(['systemd-analyze', 'syscall-filter', '--no-pager', word], check=True, text=True,
                           stdout=subprocess.PIPE).stdout
    calls = set()
    for entry in re.findall(r'^    ([@a-z0-9_-]+)$', shown, re.MULTILINE):
        calls |= calls_of(entry)
    return calls


def allowed_calls(filters):
    """The system calls that SystemCallFilter lines allow: what a line with ~ names is taken away again."""
    calls = calls_of('@default')  # always allowed, systemd.exec(5)
    for line in filters:
        named = set().union(*(calls_of(word) for word in line.lstrip('~').split()))
        calls = calls - named if line.startswith('~') else calls | named
    return calls


class Sandbox:
    """Prepared beforehand, since nothing but system calls is safe between fork and exec."""

    def __init__(self, unit):
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.seccomp = ctypes.CDLL('libseccomp.so.2')
        self.seccomp.seccomp_init.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.seccomp.seccomp_init(ctypes.c_uint32(ERRNO_EPERM)))
        self.count = 0
        for call in sorted(allowed_calls(unit.all('Service', 'SystemCallFilter'))):
            number = self.seccomp.seccomp_syscall_resolve_name(call.encode())
            if number == UNKNOWN_CALL or number < 0:  # another architecture's
                continue
            if self.seccomp.seccomp_rule_add(self.context, ctypes.c_uint32(ALLOW), number, 0) != 0:
                raise OSError(f'no rule can be added for {call}')
            self.count += 1

    def enter(self, root, folder, uid, gid):
        """In the child: into the root, as the user, without what the unit takes away."""
        os.chroot(root)
        os.chdir(folder)
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        os.umask(0o077)
        if self.libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            os._exit(125)
        self.libc.prctl(PR_SET_MDWE, MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)  # kernels since 6.3
        if self.seccomp.seccomp_load(self.context) != 0:
            os._exit(126)
