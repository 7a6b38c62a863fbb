#!/usr/bin/env bash
# Builds and tests the committed tree in a Debian 13 root, made once with debootstrap and kept in ROOT for the next
# time, and has the server built there make one edit. Needs root rights and about 10 GB. Usage: [ROOT=/var/tmp/nb-debian13] tools/check_debian13.sh
set -euo pipefail
root=${ROOT:-/var/tmp/nb-debian13}
[ "$(id -u)" -eq 0 ] || { echo "check-debian13: needs root (chroot)" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "check-debian13: apt-get install debootstrap first" >&2; exit 1; }

# The mirror that this machine uses itself.
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 'debian/*$' || true)
[ -n "$mirror" ] || { echo "check-debian13: found no Debian mirror in apt's sources" >&2; exit 1; }

if [ ! -e "$root/.complete" ]; then
    debootstrap --variant=minbase --include=ca-certificates,make,git trixie "$root" "$mirror"
    # What apt has been told about this network holds in there as well.
    cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
    touch "$root/.complete"
fi

umount_all() { umount -q "$root/proc" || true; }
trap umount_all EXIT
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
rm -rf "$root/src"
git -c advice.detachedHead=false clone -q --no-local . "$root/src"
# What this machine's npm has been told about the network holds in there too: its registry, the authorities it trusts.
npm=()
if command -v npm >/dev/null; then
    install -m 644 /etc/ssl/certs/ca-certificates.crt "$root/root/authorities.crt"
    npm=("npm_config_registry=$(npm config get registry)" npm_config_cafile=/root/authorities.crt)
fi
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "${npm[@]}" "$@"; }
inside make -C /src build
inside bash -c 'apt-get install -y -qq --no-install-recommends curl >/dev/null && /src/tools/serve_once.sh /src/build/bin/nanobanana'
inside make -C /src test
