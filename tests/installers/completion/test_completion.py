#!/usr/bin/env python3
"""The completions of bash, zsh and fish (resources/completion), each asked by its shell: they offer the
commands and options that the program's help names, the values that the option table allows, and files and
folders where such are meant. A shell that is not installed is left out.
Usage: test_completion.py nanobanana source-folder"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
COMPLETION = SOURCES / 'resources/completion'
SKIPPED = 77  # what ctest takes for "skipped"
COMMANDS = ['edit', 'batch', 'replay', 'serve', 'health', 'config']

# Bash's own completion of file names needs a terminal; what it is asked for does not.
BASH = r'''source "$1/nanobanana.bash"; shift
compopt() { case $2 in default) compgen -f -- "${COMP_WORDS[COMP_CWORD]}" ;;
                       dirnames) compgen -d -- "${COMP_WORDS[COMP_CWORD]}" ;; esac; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _nanobanana
[ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"'''

# The functions of zsh's completion system that _nanobanana calls, without the terminal that they need.
ZSH = r'''folder=$1; shift; words=("$@"); CURRENT=$#
_describe() { local name=$@[-1]; print -rl -- ${(M)${(P)name}:#$words[CURRENT]*} }
_files() { [[ $1 == -/ ]] && print -rl -- *(/) || print -rl -- *; true }
source $folder/_nanobanana; true'''

FISH = r'''source "$argv[1]/nanobanana.fish"; complete -C "$argv[2]"'''


def run(arguments, folder):
    environment = {'PATH': f'{PROGRAM.parent}:{os.environ["PATH"]}', 'HOME': str(folder.parent),
                   'LC_ALL': 'C.UTF-8', 'TERM': 'dumb'}
    return subprocess.run(arguments, env=environment, cwd=folder, text=True, timeout=120, check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout


def options_of(command, folder):
    """Option -> what it takes ('' for nothing), from the program's help."""
    options = {}
    for line in run([PROGRAM, command, '--help'], folder).splitlines():
        match = re.match(r'  (?:-\w, )?(--[a-z-]+)(?: <([^>]+)>)?(?:  |$)', line)
        if match:
            options[match[1]] = match[2] or ''
    return options


def choices_of(flag):
    """What the option table allows for a flag."""
    text = (SOURCES / 'docs/configuration.md').read_text(encoding='utf-8')
    row = re.search(rf'^\| `[A-Z_]+`, `--{flag}` .*?one of ([^|]+) \|', text, re.MULTILINE)
    return row[1].split(', ')


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = Path(temporary.name) / 'work'
        cls.folder.mkdir()
        (cls.folder / 'a-folder').mkdir()
        (cls.folder / 'a-picture.png').touch()
        cls.shells = [shell for shell in ('bash', 'zsh', 'fish') if shutil.which(shell)]

    def complete(self, shell, *words):
        """The candidates for the last of the words, without their descriptions."""
        words = ['nanobanana', *words]
        if shell == 'bash':
            lines = run(['bash', '-c', BASH, 'bash', COMPLETION, *words], self.folder).splitlines()
        elif shell == 'zsh':
            lines = run(['zsh', '-f', '-c', ZSH, 'zsh', COMPLETION, *words], self.folder).splitlines()
            lines = [line.split(':')[0] for line in lines]
        else:
            lines = run(['fish', '--no-config', '-c', FISH, COMPLETION, ' '.join(words)],
                        self.folder).splitlines()
            lines = [line.split('\t')[0] for line in lines]
        return sorted(line.rstrip('/') for line in lines)

    def test_commands(self):
        for shell in self.shells:
            offered = self.complete(shell, '')
            self.assertEqual([word for word in offered if not word.startswith('-')], sorted(COMMANDS))
            self.assertEqual(self.complete(shell, 'se'), ['serve'])
            self.assertEqual(self.complete(shell, '--'), ['--help', '--version'])

    def test_options_are_those_of_the_help(self):
        for command in COMMANDS:
            options = sorted(options_of(command, self.folder))
            self.assertIn('--help', options)
            for shell in self.shells:
                self.assertEqual(self.complete(shell, command, '--'), options,
                                 f'{shell}: {command}')

    def test_values_are_those_of_the_option_table(self):
        for flag in ('provider', 'method'):
            for shell in self.shells:
                self.assertEqual(self.complete(shell, 'serve', f'--{flag}', ''), sorted(choices_of(flag)))

    def test_files_and_folders(self):
        both, folders = ['a-folder', 'a-picture.png'], ['a-folder']
        expected = {'FILE': both, 'DIR': folders, 'N': [], 'TEXT': [], 'PORT': []}
        tried = set()
        for command in COMMANDS:
            for option, value in options_of(command, self.folder).items():
                if value in expected and (command, value) not in tried:
                    tried.add((command, value))
                    for shell in self.shells:
                        self.assertEqual(self.complete(shell, command, option, ''), expected[value],
                                         f'{shell}: {command} {option}')
        self.assertGreater(len(tried), 5)
        for shell in self.shells:
            self.assertEqual(self.complete(shell, 'replay', ''), folders)


if __name__ == '__main__':
    if not any(shutil.which(shell) for shell in ('bash', 'zsh', 'fish')):
        print('skipped: there is no shell with completions')
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1])
