#!/usr/bin/env bash
# Installs the Debian packages that a purpose needs and that are missing. Says nothing and is quick when none is.
# Usage: [WEB=OFF] tools/setup.sh build|test|lint|fuzz|deb|test-deb|bench, where WEB=OFF leaves out what only the web page needs
set -euo pipefail

web=${WEB:-ON}

# The package of a command that is not there: Node.js is often installed from elsewhere, with which Debian's conflicts.
command_package() {
    command -v "$1" >/dev/null || echo "$2"
}

node_packages() {
    command_package node nodejs
    command_package npm npm
}

packages_for() {
    case "$1" in
        build) echo build-essential cmake ninja-build ccache git pkg-config python3 python3-yaml \
            qt6-base-dev libqt6sql6-sqlite \
            libopencv-dev libspdlog-dev prometheus-cpp-dev libexpected-dev \
            libhiredis-dev libspng-dev libjpeg-dev liblcms2-dev zlib1g-dev \
            libtiff-dev libwebp-dev \
            qt6-svg-dev qt6-image-formats-plugins qt6-tools-dev qt6-l10n-tools qt6-translations-l10n \
            qtkeychain-qt6-dev libquazip1-qt6-dev $([ "$web" = OFF ] || node_packages) ;;
        test) echo docker-compose prometheus curl openssl redis-server nginx postgresql libqt6sql6-psql \
            xvfb xauth xdotool fonts-dejavu-core fonts-noto-cjk \
            libimage-exiftool-perl zsh fish appstream desktop-file-utils $(node_packages) \
            $([ "$web" = OFF ] || { echo libnginx-mod-http-brotli-static; command_package chromium chromium; }) ;;
        lint) echo clang-format-14 clang-tidy-14 ;;
        fuzz) echo clang-14 libclang-rt-14-dev llvm-14 ;;
        deb) echo dpkg-dev file ;;
        test-deb) echo debootstrap lintian curl libseccomp2 systemd ;;
        bench) echo libbenchmark-dev gmic python3-skimage ;;
        *) echo "setup: unknown purpose '$1'; use build, test, lint, fuzz, deb, test-deb or bench" >&2; exit 2 ;;
    esac
}

# Packages for the test in a folder, as its lock file has them. Without a network that test is skipped.
# install_node_packages folder what-is-then-not-tested
install_node_packages() {
    local folder
    folder="$(dirname "$0")/../$1"
    if [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
        npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent >/dev/null ||
            echo "setup: npm could not install $1: $2" >&2
    fi
}

install_test_packages() {
    install_node_packages tests/otlp "no test will decode the traces"
    install_node_packages tests/installers/k8s "no test will compare the manifests with the schemas of Kubernetes"
}

# Debian's own is new enough, but another one may stand before it.
check_node() {
    local version
    version=$(node --version)
    version=${version#v}
    [ "${version%%.*}" -lt 18 ] || return 0
    echo "setup: the web page needs Node.js 18 or newer; $(command -v node) is $version" >&2
    echo "setup: install a newer one (Debian 12 and 13: apt-get install nodejs npm), or build without the page: WEB=OFF" >&2
    exit 1
}

after_packages() {
    if [ "$purpose" = build ] && [ "$web" != OFF ]; then check_node; fi
    if [ "$purpose" = test ]; then install_test_packages; fi
}

missing_of() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

purpose="${1:-build}"
read -ra packages <<<"$(packages_for "$purpose")"

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "setup: this system has no apt. NanoBanana is built on Debian 12 or 13 (or a derivative)." >&2
    echo "setup: elsewhere install the equivalents of these yourself, then run cmake --preset release:" >&2
    echo "setup:   ${packages[*]}" >&2
    exit 1
fi

mapfile -t missing < <(missing_of "${packages[@]}")
if [ ${#missing[@]} -eq 0 ]; then
    after_packages
    exit 0
fi

as_root=(env DEBIAN_FRONTEND=noninteractive)
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "setup: these packages are missing, and this is neither root nor is there sudo: ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo "${as_root[@]}")
fi

echo "setup: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
if ! "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
    echo "setup: apt could not install all of: ${missing[*]}" >&2
    echo "setup: Debian 12 and 13 have them; see what apt says above" >&2
    exit 1
fi
after_packages
