#!/usr/bin/env bash
# Compose, version 2 or docker-compose 1.29, whichever is here, in the repository's root. COMPOSE_FILE, which compose
# knows itself, names another file than docker-compose.yml. Usage: tools/compose.sh argument…
set -euo pipefail
cd "$(dirname "$0")/.."
if command -v docker >/dev/null && docker compose version >/dev/null 2>&1; then exec docker compose "$@"; fi
if command -v docker-compose >/dev/null; then exec docker-compose "$@"; fi
echo "compose: here is neither 'docker compose' nor 'docker-compose'" >&2
echo "compose: Debian 12: apt-get install docker.io docker-compose; without containers: make run" >&2
exit 1
