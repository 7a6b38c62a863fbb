#!/usr/bin/env bash
# Brings resources/translations up to date with the texts in the sources: new ones appear unfinished, vanished ones
# go. Says how many are unfinished and fails if any is. Usage: tools/translations.sh
set -euo pipefail
cd "$(dirname "$0")/.."
lupdate=$(command -v lupdate6 || echo /usr/lib/qt6/bin/lupdate)
common=(-silent -I . -no-obsolete -locations none -source-language en)
folder=resources/translations
"$lupdate" "${common[@]}" ui/desktop app/studio -ts $folder/nanobanana_de.ts $folder/nanobanana_zh_CN.ts
"$lupdate" "${common[@]}" -pluralonly ui/desktop app/studio -ts $folder/nanobanana_en.ts
status=0
for file in "$folder"/*.ts; do
    unfinished=$(grep -c 'type="unfinished"' "$file" || true)
    echo "$file: $unfinished unfinished"
    [ "$unfinished" -eq 0 ] || status=1
done
exit $status
