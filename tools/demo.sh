#!/usr/bin/env bash
# Edits a sample picture from resources/ with the local engine. Usage: tools/demo.sh path/to/nanobanana
set -euo pipefail
app=$1
samples="$(cd "$(dirname "$0")/.." && pwd)/resources/samples"
mkdir -p out
"$app" edit --image "$samples/harbour.jpg" --mask "$samples/harbour-mask.png" --prompt "calm sea" \
    --provider local --output out/demo.png
echo
echo "Before: $samples/harbour.jpg"
echo "Mask:   $samples/harbour-mask.png"
echo "After:  $PWD/out/demo.png"
