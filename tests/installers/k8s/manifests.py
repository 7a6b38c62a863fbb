"""Reads installers/k8s as its tests need it: documents, kustomizations and their patches. No rendering of
kustomize: of its features the overlay has images, labels of objects, and JSON patches, of which only the last
change what is tested."""
import copy
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / 'installers/k8s'
BASE, PRODUCTION = FOLDER / 'base', FOLDER / 'overlays/production'
# Files that are no objects of Kubernetes: Helm's values.
VALUES = FOLDER / 'prometheus-adapter-values.yaml'
SECRET_TEMPLATE = FOLDER / 'secret.template.yaml'


class StrictLoader(yaml.SafeLoader):
    """Refuses a key that is there twice, of which YAML readers take the last."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f'twice: {sorted(twice)}', node.start_mark)
        return super().construct_mapping(node, deep)


def read(path):
    """The documents of a file."""
    with open(path, encoding='utf-8') as file:
        return list(yaml.load_all(file, StrictLoader))


def kustomization(folder):
    return read(folder / 'kustomization.yaml')[0]


def objects_of(folder):
    """The objects in the files that a kustomization lists, not those of the folders that it builds on."""
    files = [folder / name for name in kustomization(folder)['resources']]
    return [document for file in files if file.is_file() for document in read(file)]


def group_version(document):
    """('apps', 'v1') of apps/v1, ('', 'v1') of v1."""
    group, _, version = document['apiVersion'].rpartition('/')
    return group, version


def is_target(document, target):
    group, version = group_version(document)
    return (target.get('group', ''), target['version'], target['kind'], target['name']) == (
        group, version, document['kind'], document['metadata']['name'])


def step(container, token):
    return container[int(token)] if isinstance(container, list) else container[token]


def patched(document, operations):
    """RFC 6902's add, remove and replace. KeyError or IndexError for a path that is not there."""
    result = copy.deepcopy(document)
    for operation in operations:
        tokens = operation['path'].split('/')[1:]
        *parents, last = [token.replace('~1', '/').replace('~0', '~') for token in tokens]
        parent = result
        for token in parents:
            parent = step(parent, token)
        if operation['op'] != 'add':
            step(parent, last)
        key = int(last) if isinstance(parent, list) else last
        if operation['op'] == 'remove':
            del parent[key]
        elif operation['op'] == 'add' and isinstance(parent, list):
            parent.insert(key, operation['value'])
        else:
            parent[key] = operation['value']
    return result


def production_objects():
    """What a cluster gets by the overlay, but for images and labels."""
    documents = objects_of(BASE) + objects_of(PRODUCTION)
    for patch in kustomization(PRODUCTION)['patches']:
        operations = read(PRODUCTION / patch['path'])[0]
        documents = [patched(document, operations) if is_target(document, patch['target']) else document
                     for document in documents]
    return documents


def of_kind(documents, kind):
    return [document for document in documents if document['kind'] == kind]


def named(documents, kind, name):
    """The object of that kind and name; ValueError unless there is exactly one."""
    [found] = [document for document in of_kind(documents, kind) if document['metadata']['name'] == name]
    return found


def containers(deployment):
    return deployment['spec']['template']['spec']['containers']


def selects(selector, labels):
    return all(labels.get(name) == value for name, value in selector.items())
