#!/usr/bin/env python3
"""What the Debian packages contain beside the programs: the unit, its configuration, the maintainer scripts,
AppStream metadata and the desktop entry, each against what else says the same.
Usage: test_files.py nanobanana source-folder"""
import configparser
import json
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path
from xml.etree import ElementTree

from unit_file import UnitFile

PROGRAM, SOURCES = (Path(argument).resolve() for argument in sys.argv[1:3])
DEBIAN = SOURCES / 'installers/debian'
UNIT = SOURCES / 'installers/systemd/nanobanana.service'
ENVIRONMENT = DEBIAN / 'nanobanana.env'
METAINFO = SOURCES / 'resources/ai.nanobanana.studio.metainfo.xml'
DESKTOP = SOURCES / 'resources/nanobanana-studio.desktop'
EXPOSURE_LIMIT = 2.5
FLUSH_SECONDS = 5  # docs/observability.md: how long the last traces may take at the end


def option_table():
    """Name -> default, from docs/configuration.md; 'empty' is ''."""
    table = {}
    for line in (SOURCES / 'docs/configuration.md').read_text(encoding='utf-8').splitlines():
        match = re.match(r'\| (`[A-Z_]+`[^|]*) \| ([^|]*) \|', line)
        if match:
            default = re.match(r'`([^`]*)`', match[2])
            for name in re.findall(r'`([A-Z][A-Z_]+)`', match[1]):
                table[name] = default[1] if default else ''
    return table


def project_version():
    return re.search(r'project\(nanobanana VERSION ([0-9.]+)', (SOURCES / 'CMakeLists.txt').read_text())[1]


def run(*arguments):
    return subprocess.run(arguments, text=True, timeout=120, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


class Unit(unittest.TestCase):
    def setUp(self):
        self.unit = UnitFile(UNIT)

    def test_exposure(self):
        if not shutil.which('systemd-analyze'):
            self.skipTest('there is no systemd-analyze')
        done = run('systemd-analyze', 'security', '--offline=true', '--no-pager', str(UNIT))
        found = re.search(r'Overall exposure level for \S+: ([0-9.]+)', done.stdout)
        self.assertTrue(found, done.stdout)
        print(f'systemd-analyze security: exposure {found[1]}', file=sys.stderr)
        self.assertLess(float(found[1]), EXPOSURE_LIMIT)

    def test_stopping_takes_no_longer_than_the_manager_waits(self):
        table = option_table()
        needed = int(table['REQUEST_TIMEOUT']) + int(table['SHUTDOWN_GRACE']) + FLUSH_SECONDS
        self.assertGreaterEqual(int(self.unit.one('Service', 'TimeoutStopSec')), needed)
        for name in ('REQUEST_TIMEOUT', 'SHUTDOWN_GRACE'):
            self.assertIn(f'{name} ({table[name]})', UNIT.read_text())
            self.assertIn(f'{name}={table[name]}', (DEBIAN / 'README.Debian').read_text())

    def test_wrong_configuration_is_not_tried_again(self):
        self.assertEqual(self.unit.one('Service', 'Restart'), 'on-failure')
        self.assertEqual(self.unit.one('Service', 'RestartPreventExitStatus'), '2')
        self.assertEqual(run(str(PROGRAM), 'serve', '--port', 'none').returncode, 2)

    def test_account_is_the_one_that_sysusers_makes(self):
        kind, name, _, _ = (UNIT.parent / 'nanobanana.sysusers.conf').read_text().split(None, 3)
        self.assertEqual((kind, name), ('u', self.unit.one('Service', 'User')))
        self.assertEqual(self.unit.one('Service', 'Group'), name)


class Environment(unittest.TestCase):
    def entries(self):
        """(name, value) of each line, those in comments too."""
        return re.findall(r'^#?([A-Z][A-Z0-9_]*)=(.*)$', ENVIRONMENT.read_text(), re.MULTILINE)

    def test_names_and_defaults_are_those_of_the_option_table(self):
        table, own = option_table(), {'HOST': '127.0.0.1', 'ENVIRONMENT': 'production'}
        self.assertGreater(len(self.entries()), 15)
        for name, value in self.entries():
            self.assertIn(name, table)
            self.assertEqual(value, own.get(name, table[name]), name)

    def test_program_takes_the_file_without_a_warning(self):
        done = run('env', '-i', str(PROGRAM), 'config', '--json', '--config', str(ENVIRONMENT))
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn('warning', done.stdout.lower())
        self.assertTrue(json.loads(done.stdout))
        self.assertIn('127.0.0.1', done.stdout)

    def test_conffiles_are_installed_ones(self):
        self.assertEqual((DEBIAN / 'control/conffiles').read_text(), '/etc/nanobanana.env\n')


class Scripts(unittest.TestCase):
    def test_shell_reads_them(self):
        for name in ('postinst', 'prerm', 'postrm'):
            script = DEBIAN / 'control' / name
            self.assertTrue(script.stat().st_mode & 0o111, f'{name} is not executable')
            self.assertTrue(script.read_text().startswith('#!/bin/sh\nset -e\n'), name)
            self.assertEqual(run('sh', '-n', str(script)).returncode, 0)

    def test_changelog_has_the_version(self):
        self.assertTrue((DEBIAN / 'changelog').read_text().startswith(f'nanobanana ({project_version()}-1) '))


class Desktop(unittest.TestCase):
    def setUp(self):
        self.entry = configparser.ConfigParser(interpolation=None, delimiters='=')
        self.entry.optionxform = str
        self.entry.read(DESKTOP, encoding='utf-8')
        self.entry = self.entry['Desktop Entry']
        self.metainfo = ElementTree.parse(METAINFO).getroot()

    def test_validators(self):
        for command in (['appstreamcli', 'validate', '--no-net', str(METAINFO)],
                        ['desktop-file-validate', str(DESKTOP)]):
            if shutil.which(command[0]):
                done = run(*command)
                self.assertEqual(done.returncode, 0, done.stdout)

    def test_metainfo_says_what_the_desktop_entry_says(self):
        self.assertEqual(self.metainfo.findtext('launchable'), DESKTOP.name)
        self.assertEqual(self.metainfo.findtext('id') + '.metainfo.xml', METAINFO.name)
        self.assertEqual(self.metainfo.findtext('name'), self.entry['Name'])
        types = [element.text for element in self.metainfo.iter('mediatype')]
        self.assertEqual(types, self.entry['MimeType'].strip(';').split(';'))
        categories = [element.text for element in self.metainfo.iter('category')]
        self.assertEqual(categories, self.entry['Categories'].strip(';').split(';'))
        language = '{http://www.w3.org/XML/1998/namespace}lang'
        for element in self.metainfo.findall('summary'):
            key = f'Comment[{element.get(language)}]' if element.get(language) else 'Comment'
            self.assertEqual(element.text, self.entry[key])
        self.assertEqual(self.metainfo.find('releases/release').get('version'), project_version())


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
