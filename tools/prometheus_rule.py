#!/usr/bin/env python3
"""Prints the PrometheusRule of installers/k8s with the groups of a Prometheus rules file, which is where they
are changed. For installers/k8s/overlays/production/backend-rules.yaml:
tools/prometheus_rule.py installers/prometheus/rules.yml"""
import sys

HEAD = """\
# Made from installers/prometheus/rules.yml by tools/prometheus_rule.py; a test fails when it is stale.
# Some installations choose rules by a label, often `release`: add it in a patch.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: nanobanana-backend
  labels:
    app: nanobanana-backend
spec:
"""


def prometheus_rule(rules):
    """The object's text. The groups are copied line by line, so that comments and line breaks stay."""
    lines = rules.splitlines()
    groups = lines[lines.index('groups:'):]
    return HEAD + ''.join(f'  {line}'.rstrip() + '\n' for line in groups)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as file:
        print(prometheus_rule(file.read()), end='')


if __name__ == '__main__':
    main()
