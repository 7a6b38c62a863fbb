#!/usr/bin/env bash
# Takes the pictures of the studio in docs/pictures: the real program through a real edit, offline, in light and
# dark, under Xvfb where it is installed. Usage: tools/screenshots.sh path/to/studio_pictures
set -euo pipefail
program=$1
folder="$(cd "$(dirname "$0")/.." && pwd)/docs/pictures"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
# No settings, keys or variables of the user's take part.
clean=(env -i PATH="$PATH" HOME="$home" XDG_RUNTIME_DIR="$home" LANG=C.UTF-8
    DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent)
if command -v xvfb-run >/dev/null; then
    "${clean[@]}" QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1600x1000x24" "$program" "$folder"
else
    "${clean[@]}" QT_QPA_PLATFORM=offscreen "$program" "$folder"
fi
ls -l "$folder"/studio-*.jpg
