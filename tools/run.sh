#!/usr/bin/env bash
# Starts the server and says what to try next. Usage: PORT=8000 tools/run.sh path/to/nanobanana
set -euo pipefail
app=$1
port=${PORT:-8000}
samples="$(cd "$(dirname "$0")/.." && pwd)/resources/samples"

cat >&2 <<TEXT

  NanoBanana serves on http://localhost:$port (Ctrl+C stops it). Without NANOBANANA_KEY it is in demo mode: the
  local engine does the work and nothing leaves this machine. Try, in another terminal:

    curl localhost:$port/api/health
    curl -F image=@$samples/harbour.jpg -F mask=@$samples/harbour-mask.png \\
         -F prompt="calm sea" localhost:$port/api/edit -o out.png
    curl localhost:$port/metrics

TEXT
exec "$app" serve --port "$port"
