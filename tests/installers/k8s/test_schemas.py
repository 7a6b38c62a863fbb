#!/usr/bin/env python3
"""Every object in installers/k8s, patched ones too, by the schemas that Kubernetes and the Prometheus
operator publish (validate.js); where there is a kubectl with kustomize 5, also what it renders.
Usage: test_schemas.py"""
import copy
import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import yaml

from manifests import (BASE, FOLDER, PRODUCTION, SECRET_TEMPLATE, VALUES, containers, named, objects_of,
                       production_objects, read, step)

HERE = Path(__file__).resolve().parent
SKIPPED = 77  # what ctest takes for "skipped"
RUNBOOK = [HERE / 'runbook_deployment.yaml', HERE / 'runbook_autoscaler.yaml']


def faults(objects):
    """What validate.js says of {name: document}."""
    listed = [{'name': name, 'document': document} for name, document in objects.items()]
    run = subprocess.run(['node', HERE / 'validate.js'], input=json.dumps(listed), capture_output=True,
                         text=True, check=True, timeout=120)
    return json.loads(run.stdout)


def labelled(documents, origin):
    def title(document):
        return f"{origin}: {document['kind']} {document['metadata']['name']}"

    return {title(document): document for document in documents}


def has_kustomize():
    if shutil.which('kubectl') is None:
        return False
    version = subprocess.run(['kubectl', 'version', '--client'], capture_output=True, text=True, timeout=60)
    return 'Kustomize Version: v5.' in version.stdout


class Schemas(unittest.TestCase):
    def test_every_file_is_valid(self):
        files = [file for file in sorted(FOLDER.rglob('*.yaml')) if file != VALUES and
                 file.name != 'kustomization.yaml' and not file.name.startswith('patch-')]
        self.assertIn(SECRET_TEMPLATE, files)
        self.assertGreater(len(files), 10)
        objects = {}
        for file in [*files, *RUNBOOK]:
            objects |= labelled(read(file), file.name)
        self.assertGreaterEqual(len(objects), len(files) + len(RUNBOOK))
        self.assertEqual(faults(objects), [])

    def test_patched_objects_are_valid(self):
        self.assertEqual(faults(labelled(production_objects(), 'production')), [])

    def test_faults_are_found(self):
        base, production = objects_of(BASE), objects_of(PRODUCTION)
        examples = {'Deployment': named(base, 'Deployment', 'nanobanana-backend'),
                    'ConfigMap': named(base, 'ConfigMap', 'nanobanana-config'),
                    'ServiceMonitor': named(production, 'ServiceMonitor', 'nanobanana-backend')}

        def changed(kind, path, value):
            """The example of that kind with one field set, or without it if the value is None."""
            document = copy.deepcopy(examples[kind])
            *parents, last = path.split('/')
            place = document
            for token in parents:
                place = step(place, token)
            if value is None:
                del place[last]
            else:
                place[last] = value
            return document

        container = 'spec/template/spec/containers/0'
        unknown = [('Deployment', 'spec/replica', 3), ('Deployment', f'{container}/images', 'a'),
                   ('Deployment', f'{container}/livenessProbe/httpGet/paths', '/livez'),
                   ('ServiceMonitor', 'spec/endpoints/0/intervall', '15s')]
        self.assertEqual(faults({path: changed(kind, path, value) for kind, path, value in unknown}),
                         [f'{path}: unknown field /{path}' for _, path, _ in unknown])
        self.assertEqual(faults({'x': changed('Deployment', 'kind', 'Deploy'),
                                 'y': changed('Deployment', 'apiVersion', 'apps/v9')}),
                         ['x: no schema of apps/v1 Deploy', 'y: no schema of apps/v9 Deployment'])
        wrong = [('Deployment', 'spec/replicas', 'three'), ('Deployment', 'spec/selector', None),
                 ('ConfigMap', 'data/WORKERS', 2)]
        found = faults({path: changed(kind, path, value) for kind, path, value in wrong})
        self.assertEqual([fault.split(': ')[0] for fault in found], [path for _, path, _ in wrong], found)


@unittest.skipUnless(has_kustomize(), 'there is no kubectl with kustomize 5')
class Rendered(unittest.TestCase):
    def render(self, folder):
        run = subprocess.run(['kubectl', 'kustomize', folder], capture_output=True, text=True, timeout=120)
        self.assertEqual((run.returncode, run.stderr), (0, ''))
        return list(yaml.safe_load_all(run.stdout))

    @staticmethod
    def comparable(documents):
        """Without what the tests' own reading leaves out: images, and the labels that the base adds."""
        result = {}
        for document in documents:
            document = copy.deepcopy(document)
            document['metadata'].pop('labels', None)
            if document['kind'] == 'Deployment':
                for container in containers(document):
                    del container['image']
            result[document['kind'], document['metadata']['name']] = document
        return result

    def test_rendered_objects_are_valid(self):
        objects = labelled(self.render(BASE), 'base') | labelled(self.render(PRODUCTION), 'production')
        self.assertEqual(faults(objects), [])

    def test_rendered_objects_are_those_that_the_other_tests_look_at(self):
        self.assertEqual(self.comparable(self.render(BASE)), self.comparable(objects_of(BASE)))
        self.assertEqual(self.comparable(self.render(PRODUCTION)), self.comparable(production_objects()))

    def test_images_of_the_overlay(self):
        rendered = self.render(PRODUCTION)
        for name in ('backend', 'frontend'):
            [container] = containers(named(rendered, 'Deployment', f'nanobanana-{name}'))
            self.assertEqual(container['image'], f'registry.example.com/nanobanana-{name}:1.0.0')


if __name__ == '__main__':
    if shutil.which('node') is None or not (HERE / 'node_modules/kubernetes-models').is_dir():
        print('skipped: there is no node, or npm has not installed tests/installers/k8s')
        sys.exit(SKIPPED)
    unittest.main()
