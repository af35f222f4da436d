# shellcheck shell=bash
# A clean Debian in a folder, in which packages are installed without a virtual machine; sourced by the scripts that test packages.
# As root: debootstrap and chroot need it.

# unpack_debian SUITE FOLDER: Debian's essential packages, fetched once for each suite.
unpack_debian() {
    local base=artifacts/debootstrap-$1.tar work mirror
    if [ ! -e "$base" ]; then
        work=$(mktemp -d)
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
        if ! debootstrap --variant=minbase "$1" "$work/base" "$mirror" >"$work/log"; then
            cat "$work/log" >&2
            return 1
        fi
        mkdir -p artifacts
        tar -C "$work/base" -cf "$base.new" --one-file-system .
        mv "$base.new" "$base"
        rm -rf --one-file-system "$work"
    fi
    mkdir "$2"
    tar -C "$2" -xf "$base"
    cp /etc/resolv.conf "$2/etc/resolv.conf"
    # No package starts its service there (policy-rc.d(8)).
    printf '#!/bin/sh\nexit 101\n' >"$2/usr/sbin/policy-rc.d"
    chmod 755 "$2/usr/sbin/policy-rc.d"
}

# in_debian FOLDER COMMAND..: with mounts that end with it.
in_debian() {
    # shellcheck disable=SC2016
    unshare --mount bash -c '
        mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && mount -t tmpfs tmpfs "$0/run" \
        && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$0" "$@"' "$@"
}

# require_tools COMMAND:PACKAGE..: and root.
require_tools() {
    local tool
    for tool in "$@"; do
        if ! command -v "${tool%%:*}" >/dev/null; then
            echo "${tool%%:*} is missing: apt-get install --no-install-recommends ${tool##*:}" >&2
            return 1
        fi
    done
    [ "$(id -u)" -eq 0 ] || { echo "$0 needs root: debootstrap and chroot do" >&2; return 1; }
}

# newest_deb: that of this host's architecture that eng/package.sh made.
newest_deb() {
    find artifacts/packages -name "farlink_*_$(dpkg --print-architecture).deb" 2>/dev/null | sort -V | tail -n 1 | grep . ||
        { echo "No .deb in artifacts/packages: run eng/package.sh" >&2; return 1; }
}

# newer_deb DEB FILE: the same package as version VERSION+1.
newer_deb() {
    local work
    work=$(mktemp -d)
    dpkg-deb -R "$1" "$work/newer"
    sed -i 's/^Version: .*/&+1/' "$work/newer/DEBIAN/control"
    dpkg-deb --root-owner-group -Zgzip -z1 -b "$work/newer" "$2" >/dev/null
    rm -rf "$work"
}
