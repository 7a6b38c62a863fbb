"""The blocks of docs/runbook.md that are not executed, by their first command, each with the reason. Every command in
such a block uses a program of PROGRAMS, so that nothing that could be run hides in one."""

PROGRAMS = {'docker', 'docker-compose', 'kubectl', 'make', 'aws', 'systemctl', 'journalctl', 'nslookup',
            'sudo'}

DOCKER = 'needs a Docker daemon'
CLUSTER = 'needs a cluster; the manifests are validated by installers/k8s'
SYSTEMD = 'needs systemd as the first process'

NOT_RUN = {
    'make up': DOCKER,
    'make prod-build': DOCKER,
    'docker run --rm --network nanobanana curlimages/curl -s http://nanobanana-backend-1:8000/metrics': DOCKER,
    'docker ps | grep nanobanana': DOCKER,
    'docker restart nanobanana-backend': DOCKER,
    'docker stats --no-stream | grep nanobanana': DOCKER,
    'echo "your_api_key" | docker secret create nanobanana_api_key -': DOCKER,
    'kubectl create secret generic nanobanana-secrets --from-literal=api-key=your_api_key_here': CLUSTER,
    'kubectl get hpa nanobanana-backend-hpa': CLUSTER,
    'kubectl port-forward deployment/nanobanana-backend 8000': CLUSTER,
    'systemctl enable --now nanobanana': SYSTEMD,
    'nslookup api.nanobanana.ai': 'depends on the resolver and on the network',
    'sudo tar -czf /root/config-backup-$(date +%Y%m%d).tar.gz /etc/nanobanana.env /var/lib/nanobanana':
        'needs an installed package, and writes to /root',
    'aws s3 cp config-backup-*.tar.gz s3://backups/nanobanana/': 'needs an account',
}

# Blocks of other languages: the language and the first line.
NOT_COMMANDS = {
    ('text', ' browser ──▶ frontend :5173 ──/api──▶ nanobanana serve :8000 ──HTTPS──▶ provider '
             '(NANOBANANA_URL)'): 'the picture of the architecture',
}

# Messages of the table that no injected fault provokes; that the program has their words is tested.
NOT_PROVOKED = {
    'NanoBanana API unavailable: no answer within … seconds; not asked again, as that could be charged twice':
        'takes 90 seconds',
    'The edit took longer than … s': 'two timers end at the same deadline; which is first is not defined',
    'NanoBanana API did not answer within the time limit of the edit': 'the same',
}
