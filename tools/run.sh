#!/usr/bin/env bash
# Starts the server with the web page and says what to try next. WEB_PORT=0 is no page.
# Usage: PORT=8000 WEB_PORT=5173 tools/run.sh path/to/nanobanana
set -euo pipefail
app=$1
port=${PORT:-8000}
web_port=${WEB_PORT:-5173}
samples="$(cd "$(dirname "$0")/.." && pwd)/resources/samples"

if [ "$web_port" != 0 ]; then
    printf '\n  The page: http://localhost:%s\n' "$web_port" >&2
fi
cat >&2 <<TEXT

  The API serves on http://localhost:$port (Ctrl+C stops both). Without NANOBANANA_KEY it is in demo mode: the
  local engine does the work and nothing leaves this machine. Try, in another terminal:

    curl localhost:$port/api/health
    curl -F image=@$samples/harbour.jpg -F mask=@$samples/harbour-mask.png \\
         -F prompt="calm sea" localhost:$port/api/edit -o out.png
    curl localhost:$port/metrics

TEXT
exec "$app" serve --port "$port" --web-port "$web_port"
