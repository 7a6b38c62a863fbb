#!/usr/bin/env bash
# Builds both images of installers/docker without a daemon, on a Debian 12 that debootstrap makes and WORK keeps for the
# next time, and runs tests/installers/docker/test_images.py on them. Needs root, 6 GB, and as long as compiling takes.
# Usage: [WORK=/var/tmp/nb-images] [JOBS=n] tools/image_test.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=${WORK:-/var/tmp/nb-images}
fail() { echo "image-test: $1" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "needs root (chroot, mount)"
for tool in buildah debootstrap jq; do
    command -v $tool >/dev/null || fail "apt-get install buildah debootstrap jq first"
done

mkdir -p "$work"
# A storage of its own; nothing of this machine's images is touched.
export BUILDAH_ISOLATION=chroot
buildah() { command buildah --root "$work/storage" --runroot "$work/run" "$@"; }

# The mirror that this machine uses itself, and what apt has been told about this network.
make_base() {
    local mirror root=$work/debian
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 'debian/*$' || true)
    [ -n "$mirror" ] || fail "found no Debian mirror in apt's sources"
    rm -rf "$root"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >"$work/debootstrap.log"
    cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
    # As the slim images have it: packages come without what nobody reads in a container.
    { printf 'path-exclude /usr/share/%s/*\n' doc man locale info; echo force-unsafe-io; } \
        >"$root/etc/dpkg/dpkg.cfg.d/slim"
    rm -rf "$root"/usr/share/{doc,man,locale,info}/* "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
    local container
    container=$(buildah from scratch)
    buildah add -q "$container" "$root" / >/dev/null
    buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
    buildah commit -q --rm "$container" nb-test-base >/dev/null
    rm -rf "$root"
}
buildah inspect --type image nb-test-base >/dev/null 2>&1 || make_base

# What this machine's npm has been told about the network holds in there too: its registry, the authorities it trusts.
install -m 644 /etc/ssl/certs/ca-certificates.crt "$work/authorities.crt"
echo cafile=/authorities.crt >"$work/npmrc"
if command -v npm >/dev/null; then echo "registry=$(npm config get registry)" >>"$work/npmrc"; fi
# What was compiled in there the last time.
mkdir -p "$work/ccache"

# build name [argument…]: image nb-test-NAME of installers/docker/NAME.Dockerfile
build() {
    local name=$1
    shift
    SECONDS=0
    buildah build -q --format docker --layers --build-arg BASE_IMAGE=nb-test-base --pull=never \
        --build-arg BUILD_VERSION=test --build-arg BUILD_DATE=2000-01-02T03:04:05Z \
        "$@" -t "nb-test-$name" -f "installers/docker/$name.Dockerfile" . >"$work/$name.log" 2>&1 ||
        { tail -40 "$work/$name.log" >&2; fail "$name.Dockerfile does not build; all of it is in $work/$name.log"; }
    echo "image-test: nb-test-$name is built ($SECONDS s)"
}
build frontend --build-arg NODE_IMAGE=nb-test-base \
    -v "$work/npmrc:/root/.npmrc:ro" -v "$work/authorities.crt:/authorities.crt:ro"
build backend --build-arg BUILD_IMAGE=nb-test-base --build-arg BUILD_JOBS="${JOBS:-0}" \
    --build-arg CCACHE_DIR=/ccache -v "$work/ccache:/ccache"

containers=()
remove_containers() { [ ${#containers[@]} -eq 0 ] || buildah rm "${containers[@]}" >/dev/null; }
trap remove_containers EXIT
arguments=()
for name in backend frontend; do
    container=$(buildah from --pull=never "nb-test-$name")
    containers+=("$container")
    buildah inspect --type image "nb-test-$name" | jq .Docker.config >"$work/$name.json"
    arguments+=("$(buildah mount "$container")" "$work/$name.json")
done
/usr/bin/python3 tests/installers/docker/test_images.py "$PWD" "${arguments[@]}"
