#!/usr/bin/env bash
# Starts the server on a free port, asks for its health, has it edit the sample picture and stops it; fails if any of
# that does. Usage: tools/serve_once.sh path/to/nanobanana
set -euo pipefail
app=$1
samples="$(cd "$(dirname "$0")/.." && pwd)/resources/samples"
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

env -u NANOBANANA_KEY "$app" serve --port "$port" >"$folder/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$folder"' EXIT
fail() { echo "serve_once: $1" >&2; cat "$folder/log" >&2; exit 1; }

curl -sf --retry 30 --retry-delay 1 --retry-connrefused "http://127.0.0.1:$port/api/health" -o "$folder/health" ||
    fail "no answer about its health"
curl -sf "http://127.0.0.1:$port/api/edit" -F image=@"$samples/harbour.jpg" -F mask=@"$samples/harbour-mask.png" \
    -F prompt="calm sea" -o "$folder/edited.png" || fail "no edit"
[ "$(head -c 8 "$folder/edited.png" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail "the edit is no PNG"
echo "serve_once: health $(cat "$folder/health")"
echo "serve_once: an edit of $(stat -c %s "$folder/edited.png") bytes"
