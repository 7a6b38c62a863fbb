#!/usr/bin/env bash
# Makes the Debian packages of what is built, in build-folder/packages. Usage: tools/deb.sh build-folder
set -euo pipefail
folder=$1
packages=$folder/packages
rm -rf "$packages"
(cd "$folder" && cpack -G DEB) >"$folder/cpack.log" 2>&1 || { cat "$folder/cpack.log" >&2; exit 1; }
rm -rf "$packages/_CPack_Packages"
for package in "$packages"/*.deb; do
    echo "deb: $package ($(($(stat -c %s "$package") / 1024)) kB)"
done
