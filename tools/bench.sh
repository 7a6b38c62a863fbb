#!/usr/bin/env bash
# Runs every benchmark that was built, and the one of the server. Usage: tools/bench.sh build-folder
set -euo pipefail
build=$1
for bench in "$build"/bench/*; do
    [ -f "$bench" ] && [ -x "$bench" ] && { echo "== $(basename "$bench")"; "$bench"; }
done
echo "== health under load"
python3 "$(dirname "$0")/../bench/health.py" "$build/bin/nanobanana"
