#!/usr/bin/env bash
# Runs one of the web page's npm scripts (ui/web/package.json) with the packages that its lock file names, which it installs
# first where they are missing or older. Builds and tests of several build folders may run at once: they share
# node_modules. Usage: tools/web.sh install | tools/web.sh script [arguments…]
set -euo pipefail
script=${1:?which script of ui/web/package.json?}
shift
web=$(cd "$(dirname "$0")/../ui/web" && pwd)
cd "$web"

# npm writes node_modules/.package-lock.json last, so that it is not there after an installation that was cut short.
installed() { [ node_modules/.package-lock.json -nt package-lock.json ]; }

# The lock is the folder itself: npm replaces node_modules. Readers hold it too, while they run.
exec 9<"$web"
flock -s 9
if ! installed; then
    flock 9
    # Another one may have done it meanwhile. No package needs its install script: binaries come as packages.
    if ! installed; then
        echo "web: installing the page's npm packages" >&2
        if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2; then
            echo "web: npm could not install the packages of ui/web/package-lock.json; without a network the program" >&2
            echo "web: can be built without the page: make WEB=OFF, or cmake -DNB_BUILD_WEB=OFF" >&2
            exit 1
        fi
        touch node_modules/.package-lock.json # newer than the lock file, whatever the clock of a checkout
    fi
    flock -s 9
fi
[ "$script" != install ] || exit 0
# The development server runs for hours; nobody waits for it.
[ "$script" != dev ] || exec 9<&-
exec npm run --silent "$script" -- "$@"
