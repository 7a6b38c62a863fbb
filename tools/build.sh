#!/usr/bin/env bash
# Compiles targets, or everything if none is named. In a terminal the progress is one line that moves; a log gets what
# goes wrong and a last line. Usage: tools/build.sh build-folder jobs [target…]
set -euo pipefail
folder=$1 jobs=$2
shift 2
targets=()
[ $# -eq 0 ] || targets=(--target "$@")
quiet=()
if [ ! -t 1 ] || [ "${TERM:-dumb}" = dumb ]; then quiet=(-- --quiet); fi
SECONDS=0
cmake --build "$folder" -j "$jobs" "${targets[@]}" "${quiet[@]}"
echo "build: ${*:-everything} is built in $folder/ ($SECONDS s)"
