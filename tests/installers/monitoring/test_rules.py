#!/usr/bin/env python3
"""installers/prometheus by promtool: the configuration, the rules, and the cases of rules_test.yml; every
alert has a case in which it fires. Usage: test_rules.py source-folder"""
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'support'))
import processes  # noqa: E402
import promql  # noqa: E402
import yaml  # noqa: E402

SOURCES = Path(sys.argv[1]).resolve()
FOLDER = SOURCES / 'installers/prometheus'
PROMTOOL = processes.tool('promtool')
JOB = 'job="nanobanana-backend"'


def promtool(*arguments, folder=FOLDER):
    return subprocess.run([PROMTOOL, *arguments], cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300)


def rules():
    groups = yaml.safe_load((FOLDER / 'rules.yml').read_text())['groups']
    return [rule for group in groups for rule in group['rules']]


def headings_as_anchors(markdown):
    """The anchors that GitHub makes of headings: lower case, blanks as hyphens, other signs left out."""
    without_code = re.sub(r'^```.*?^```', '', markdown, flags=re.MULTILINE | re.DOTALL)
    return {re.sub(r'[^\w\- ]', '', heading.strip().lower()).replace(' ', '-')
            for heading in re.findall(r'^#+ (.*)$', without_code, flags=re.MULTILINE)}


class Rules(unittest.TestCase):
    def assert_passes(self, run):
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_configuration_with_each_list_of_targets(self):
        lists = sorted((FOLDER / 'targets').iterdir())
        self.assertEqual([folder.name for folder in lists], ['development', 'production'])
        for targets in lists:
            with self.subTest(targets=targets.name), tempfile.TemporaryDirectory() as folder:
                for name in ('prometheus.yml', 'rules.yml'):
                    shutil.copy(FOLDER / name, folder)
                shutil.copytree(targets, Path(folder) / 'targets')
                run = promtool('check', 'config', 'prometheus.yml', folder=folder)
                self.assert_passes(run)
                self.assertNotIn('WARNING', run.stdout)

    def test_rules(self):
        self.assert_passes(promtool('check', 'rules', 'rules.yml'))
        self.assert_passes(promtool('test', 'rules', 'rules_test.yml'))

    def test_each_alert_fires_in_a_case(self):
        cases = (FOLDER / 'rules_test.yml').read_text()
        for rule in rules():
            if 'alert' in rule:
                severity = rule['labels']['severity']
                self.assertIn(f'{{alertname="{rule["alert"]}", severity="{severity}"}}', cases)

    def test_each_alert_says_what_to_do(self):
        for rule in rules():
            if 'alert' not in rule:
                continue
            with self.subTest(alert=rule['alert']):
                self.assertEqual(set(rule['labels']), {'severity'})
                self.assertIn(rule['labels']['severity'], ('page', 'ticket'))
                self.assertEqual(set(rule['annotations']), {'summary', 'description', 'runbook_url'})
                self.assertRegex(rule['annotations']['runbook_url'], r'^docs/runbook\.md#[a-z0-9-]+$')

    def test_each_selector_names_the_job(self):
        for rule in rules():
            for metric, matchers in promql.selectors(rule['expr']):
                if not matchers and metric.startswith('job:') and 'record' in rule:
                    continue  # joined with what has the job
                self.assertIn(JOB, matchers, f'{metric} in {rule}')

    def test_sections_of_the_runbook(self):
        lines = (FOLDER / 'runbook_anchors.txt').read_text().splitlines()
        listed = [line for line in lines if not line.startswith('#')]
        used = {rule['annotations']['runbook_url'].split('#')[1] for rule in rules() if 'alert' in rule}
        self.assertEqual(listed, sorted(used))
        runbook = SOURCES / 'docs/runbook.md'
        if runbook.exists():
            self.assertLessEqual(used, headings_as_anchors(runbook.read_text()))


if __name__ == '__main__':
    if PROMTOOL is None:
        print('skipped: there is no promtool')
        sys.exit(processes.SKIPPED)
    unittest.main(argv=sys.argv[:1])
