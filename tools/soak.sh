#!/usr/bin/env bash
# The server under load for some seconds, with what goes wrong in a day: clients that leave, a provider that fails, a
# Redis that is killed. tools/soak.py does it; here are the limits that it needs. Usage: tools/soak.sh program seconds
set -euo pipefail
cd "$(dirname "$0")/.."
# 1000 idle connections, the clients' own and the fake provider's.
ulimit -n "$(ulimit -Hn)"
if [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt 4096 ]; then
    echo "soak: the limit of open files is $(ulimit -n); 4096 are needed" >&2
    exit 2
fi
exec python3 tools/soak.py --program "$1" --seconds "$2"
