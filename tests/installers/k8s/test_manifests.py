#!/usr/bin/env python3
"""installers/k8s fits together: everything that names something names a thing that is there.
Usage: test_manifests.py"""
import ipaddress
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yaml

from manifests import (BASE, FOLDER, PRODUCTION, ROOT, VALUES, containers, is_target, kustomization, named,
                       objects_of, of_kind, production_objects, read, selects)

HERE = Path(__file__).resolve().parent
RULES = PRODUCTION / 'backend-rules.yaml'
STATES = {'base': objects_of(BASE), 'production': production_objects()}
# Where a pod could get its node's credentials: AWS, GCP, Azure, OpenStack and Oracle; AWS by IPv6; Alibaba.
METADATA_ADDRESSES = ('169.254.169.254', 'fd00:ec2::254', '100.100.100.200')


class Folders(unittest.TestCase):
    def test_kustomizations_list_every_file(self):
        for folder in (BASE, PRODUCTION):
            listed = [name for name in kustomization(folder)['resources'] if (folder / name).is_file()]
            listed += [patch['path'] for patch in kustomization(folder).get('patches', [])]
            self.assertEqual(len(listed), len(set(listed)))
            self.assertEqual({'kustomization.yaml', *listed}, {file.name for file in folder.iterdir()})
        self.assertEqual((PRODUCTION / '../../base').resolve(), BASE)
        self.assertIn('../../base', kustomization(PRODUCTION)['resources'])

    def test_no_secret_is_applied_with_the_rest(self):
        # It would put a placeholder in the place of the key, or the key into a repository.
        for documents in STATES.values():
            self.assertEqual(of_kind(documents, 'Secret'), [])
        for folder in (BASE, PRODUCTION):
            self.assertNotIn('secretGenerator', kustomization(folder))

    def test_patches_have_targets(self):
        for patch in kustomization(PRODUCTION)['patches']:
            targets = [document for document in objects_of(BASE) if is_target(document, patch['target'])]
            self.assertEqual(len(targets), 1, patch)

    def test_images_of_the_overlay_are_used(self):
        deployments = of_kind(objects_of(BASE), 'Deployment')
        used = {container['image'].rpartition(':')[0] for deployment in deployments
                for container in containers(deployment)}
        self.assertEqual({image['name'] for image in kustomization(PRODUCTION)['images']}, used)

    def test_files_that_are_named_exist(self):
        # What the rules name is looked at where they come from, tests/installers/monitoring.
        texts = {*FOLDER.rglob('*.yaml'), *FOLDER.rglob('*.md'), *HERE.glob('*.yaml')} - {RULES}
        named_files = 0
        for file in texts:
            for name in re.findall(r'(?<![\w:/.<-])[\w./-]+\.(?:yaml|yml|md|template)\b', file.read_text()):
                named_files += 1
                places = [folder / name for folder in (file.parent, FOLDER, BASE, PRODUCTION, ROOT)]
                self.assertTrue(any(place.exists() for place in places), f'{file.name}: {name}')
        self.assertGreater(named_files, 20)


class References(unittest.TestCase):
    @staticmethod
    def pods(documents):
        """Labels and named ports of each Deployment's pods."""
        return [(deployment['spec']['template']['metadata']['labels'],
                 {port['name']: port['containerPort'] for container in containers(deployment)
                  for port in container['ports']}) for deployment in of_kind(documents, 'Deployment')]

    def chosen(self, documents, selector):
        found = [ports for labels, ports in self.pods(documents) if selects(selector, labels)]
        self.assertEqual(len(found), 1, selector)
        return found[0]

    def test_names_of_the_runbook(self):
        for documents in STATES.values():
            ours = named(documents, 'Deployment', 'nanobanana-backend')
            theirs = read(HERE / 'runbook_deployment.yaml')[0]
            # A selector cannot be changed: an equal one takes over the Deployment that is there.
            self.assertEqual(ours['spec']['selector'], theirs['spec']['selector'])
            [our_container], [their_container] = containers(ours), containers(theirs)
            self.assertEqual(our_container['name'], their_container['name'])
            self.assertEqual(our_container['image'], their_container['image'])
            self.assertIn(their_container['env'][0], our_container['env'])
            [our_port], [their_port] = our_container['ports'], their_container['ports']
            self.assertEqual(our_port['containerPort'], their_port['containerPort'])
        self.assertEqual(named(STATES['base'], 'Deployment', 'nanobanana-backend')['spec']['replicas'], 3)

    def test_the_runbooks_deployment_with_labels_is_found_by_ours(self):
        # As it stands, a server refuses it: the selector does not match the pods, which have no labels.
        deployment = read(HERE / 'runbook_deployment.yaml')[0]
        self.assertNotIn('metadata', deployment['spec']['template'])
        labels = deployment['spec']['selector']['matchLabels']
        for documents in STATES.values():
            service = named(documents, 'Service', 'nanobanana-backend')
            self.assertTrue(selects(service['spec']['selector'], labels))

    def test_selectors_choose_one_deployments_pods(self):
        for documents in STATES.values():
            for deployment in of_kind(documents, 'Deployment'):
                labels = deployment['spec']['template']['metadata']['labels']
                self.assertTrue(selects(deployment['spec']['selector']['matchLabels'], labels))
                for constraint in deployment['spec']['template']['spec']['topologySpreadConstraints']:
                    self.assertTrue(selects(constraint['labelSelector']['matchLabels'], labels))
            chosen = [self.chosen(documents, budget['spec']['selector']['matchLabels'])
                      for budget in of_kind(documents, 'PodDisruptionBudget')]
            self.assertEqual(len(chosen), 2)

    def test_services_and_ingress_lead_to_ports(self):
        for documents in STATES.values():
            for service in of_kind(documents, 'Service'):
                for port in service['spec']['ports']:
                    ports = self.chosen(documents, service['spec']['selector'])
                    self.assertEqual(ports[port['targetPort']], port['port'])
            [ingress] = of_kind(documents, 'Ingress')
            paths = {path['path']: path['backend']['service'] for rule in ingress['spec']['rules']
                     for path in rule['http']['paths']}
            self.assertEqual({path: service['name'] for path, service in paths.items()},
                             {'/api/': 'nanobanana-backend', '/': 'nanobanana-frontend'})
            for target in paths.values():
                service = named(documents, 'Service', target['name'])
                self.assertIn(target['port']['name'], [port['name'] for port in service['spec']['ports']])

    def test_probes_and_volumes_of_containers(self):
        for documents in STATES.values():
            for deployment in of_kind(documents, 'Deployment'):
                pod = deployment['spec']['template']['spec']
                volumes = {volume['name']: volume['emptyDir']['sizeLimit'] for volume in pod['volumes']}
                for container in pod['containers']:
                    ports = [port['name'] for port in container['ports']]
                    for probe in ('startupProbe', 'readinessProbe', 'livenessProbe'):
                        self.assertIn(container[probe]['httpGet']['port'], ports)
                    self.assertEqual({mount['name'] for mount in container['volumeMounts']}, set(volumes))
                    self.assertIn('/tmp', [mount['mountPath'] for mount in container['volumeMounts']])

    def test_pods_have_no_rights(self):
        for documents in STATES.values():
            for deployment in of_kind(documents, 'Deployment'):
                pod = deployment['spec']['template']['spec']
                self.assertFalse(pod['automountServiceAccountToken'])
                self.assertFalse(pod['enableServiceLinks'])
                self.assertFalse({'hostNetwork', 'hostPID', 'hostIPC'} & set(pod))
                context = pod['securityContext']
                self.assertTrue(context['runAsNonRoot'])
                self.assertGreater(context['runAsUser'], 9999)
                self.assertEqual(context['seccompProfile'], {'type': 'RuntimeDefault'})
                for container in pod['containers']:
                    self.assertEqual(container['securityContext'],
                                     {'allowPrivilegeEscalation': False, 'privileged': False,
                                      'readOnlyRootFilesystem': True, 'capabilities': {'drop': ['ALL']}})
                    for amounts in container['resources'].values():
                        self.assertEqual(set(amounts), {'cpu', 'memory', 'ephemeral-storage'})
                    self.assertEqual(set(container['resources']), {'requests', 'limits'})

    def test_autoscaler(self):
        self.assertEqual(of_kind(STATES['base'], 'HorizontalPodAutoscaler'), [])
        scaler = named(STATES['production'], 'HorizontalPodAutoscaler', 'nanobanana-backend-hpa')['spec']
        runbook = read(HERE / 'runbook_autoscaler.yaml')[0]['spec']
        for name in ('scaleTargetRef', 'minReplicas', 'maxReplicas'):
            self.assertEqual(scaler[name], runbook[name])
        [cpu, queue] = scaler['metrics']
        self.assertEqual([cpu], runbook['metrics'])
        [rule] = read(VALUES)[0]['rules']['custom']
        self.assertEqual(queue['pods']['metric']['name'], rule['name']['as'])
        # What counts the pods must not be reset by who applies the manifests.
        target = named(STATES['production'], 'Deployment', scaler['scaleTargetRef']['name'])
        self.assertNotIn('replicas', target['spec'])

    def test_monitor_finds_the_service(self):
        documents = STATES['production']
        monitor = named(documents, 'ServiceMonitor', 'nanobanana-backend')
        service = named(documents, 'Service', 'nanobanana-backend')
        self.assertTrue(selects(monitor['spec']['selector']['matchLabels'], service['metadata']['labels']))
        self.assertFalse(selects(monitor['spec']['selector']['matchLabels'],
                                 named(documents, 'Service', 'nanobanana-frontend')['metadata']['labels']))
        [endpoint] = monitor['spec']['endpoints']
        self.assertIn(endpoint['port'], [port['name'] for port in service['spec']['ports']])

    def test_page_is_allowed_to_call_the_api(self):
        for documents in STATES.values():
            [ingress] = of_kind(documents, 'Ingress')
            hosts = [rule['host'] for rule in ingress['spec']['rules']]
            origins = named(documents, 'ConfigMap', 'nanobanana-config')['data']['ALLOWED_ORIGINS'].split(',')
            self.assertEqual(origins, [f'https://{host}' for host in hosts])
            for tls in ingress['spec'].get('tls', []):
                self.assertEqual(tls['hosts'], hosts)
        self.assertIn('tls', of_kind(STATES['production'], 'Ingress')[0]['spec'])


class Network(unittest.TestCase):
    def setUp(self):
        self.policies = {name: named(STATES['production'], 'NetworkPolicy', name)['spec']
                         for name in ('nanobanana-backend', 'nanobanana-frontend')}

    @staticmethod
    def allows(policy, address, port):
        """Whether an egress rule lets an address through that is no pod's."""
        address = ipaddress.ip_address(address)
        for rule in policy['egress']:
            if port not in [entry['port'] for entry in rule['ports']]:
                continue
            for block in (peer['ipBlock'] for peer in rule['to'] if 'ipBlock' in peer):
                if address in ipaddress.ip_network(block['cidr']) and not any(
                        address in ipaddress.ip_network(hole) for hole in block.get('except', [])):
                    return True
        return False

    def test_each_deployment_has_a_policy_for_both_directions(self):
        selected = [policy['podSelector']['matchLabels'] for policy in self.policies.values()]
        for deployment in of_kind(STATES['production'], 'Deployment'):
            self.assertIn(deployment['spec']['selector']['matchLabels'], selected)
        for policy in self.policies.values():
            self.assertEqual(policy['policyTypes'], ['Ingress', 'Egress'])
            for rule in [*policy['ingress'], *policy['egress']]:
                self.assertTrue(rule.get('from') or rule.get('to'))  # an empty list is everybody
                self.assertTrue(rule['ports'])

    def test_metadata_is_out_of_reach(self):
        for policy in self.policies.values():
            for address in METADATA_ADDRESSES:
                for port in (53, 80, 443, 4318, 6379):
                    self.assertFalse(self.allows(policy, address, port), f'{address}:{port}')

    def test_provider_is_reached_and_nothing_private(self):
        backend, frontend = self.policies['nanobanana-backend'], self.policies['nanobanana-frontend']
        for address in ('1.1.1.1', '9.255.255.255', '11.0.0.0', '172.15.0.1', '172.32.0.1', '2606:47::1111'):
            self.assertTrue(self.allows(backend, address, 443), address)
            self.assertFalse(self.allows(backend, address, 80), address)
            self.assertFalse(self.allows(frontend, address, 443), address)
        for address in ('10.96.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '127.0.0.1', 'fd12::1',
                        'fe80::1', '64:ff9b::a9fe:a9fe'):
            self.assertFalse(self.allows(backend, address, 443), address)

    def test_named_ports_are_the_pods(self):
        names = {port['name'] for deployment in of_kind(STATES['production'], 'Deployment')
                 for container in containers(deployment) for port in container['ports']}
        for policy in self.policies.values():
            rules = [*policy['ingress'], *policy['egress']]
            used = [port['port'] for rule in rules for port in rule['ports']]
            self.assertLessEqual({port for port in used if isinstance(port, str)}, names)
        self.assertEqual({port for rule in self.policies['nanobanana-backend']['egress'] for port in
                          (entry['port'] for entry in rule['ports'])}, {53, 443, 6379, 4318})


class Rules(unittest.TestCase):
    def test_rules_are_those_of_prometheus(self):
        source = ROOT / 'installers/prometheus/rules.yml'
        self.assertEqual(read(RULES)[0]['spec'], read(source)[0])
        tool = ROOT / 'tools/prometheus_rule.py'
        made = subprocess.run([sys.executable, tool, source], capture_output=True, text=True, timeout=60)
        self.assertEqual(made.stdout, RULES.read_text(), f'stale: {tool.name} makes it again')


class Adapter(unittest.TestCase):
    def test_query_is_one_that_prometheus_understands(self):
        promtool = shutil.which('promtool')
        if promtool is None:
            self.skipTest('there is no promtool')
        [rule] = read(VALUES)[0]['rules']['custom']
        query = rule['metricsQuery']
        for template, value in (('<<.Series>>', 'queue_depth'), ('<<.GroupBy>>', 'pod'),
                                ('<<.LabelMatchers>>', 'namespace="shop",pod=~"backend-1|backend-2"')):
            self.assertIn(template, query)
            query = query.replace(template, value)
        with tempfile.NamedTemporaryFile('w', suffix='.yml') as file:
            rules = [{'record': 'one', 'expr': query}, {'record': 'two', 'expr': rule['seriesQuery']}]
            yaml.safe_dump({'groups': [{'name': 'adapter', 'rules': rules}]}, file)
            file.flush()
            run = subprocess.run([promtool, 'check', 'rules', file.name], capture_output=True, text=True,
                                 timeout=60)
            self.assertEqual(run.returncode, 0, run.stderr)


if __name__ == '__main__':
    unittest.main()
