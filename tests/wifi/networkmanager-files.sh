#!/usr/bin/env bash
# Makes a cpio archive with NetworkManager and a D-Bus daemon for the WiFi machine, from Debian's packages, unpacked and not installed:
# installed, NetworkManager would take over this machine's own network.
#
# Usage: networkmanager-files.sh CACHE      prints the archive's path
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/packages.sh"
mkdir -p "$1"
cache=$(cd "$1" && pwd)

# What is not installed here; the rest comes from this machine. Nothing of systemd runs in the machine.
missing_packages() {
    apt-get "${apt[@]}" install --no-install-recommends --simulate network-manager dbus | sed -n 's/^Inst \([^ ]*\).*/\1/p' |
        grep -vE '^(systemd.*|udev|libudev1|libsystemd.*|libnss-systemd|libpam-systemd)$' || true
}

unpack_packages() { # FOLDER TREE
    local packages package
    mapfile -t packages < <(missing_packages)
    [ "${#packages[@]}" -gt 0 ] || return 0
    download "$1" "${packages[@]}" || return 1
    for package in "$1"/*.deb; do dpkg-deb -x "$package" "$2"; done
}

copy() { # FILE ROOT: from the unpacked packages, else from here, at its own path
    local from=$tree$1
    [ -e "$from" ] || from=$1
    mkdir -p "$2$(dirname "$1")"
    cp -L "$from" "$2$1"
}

copy_program() { # FILE ROOT: with its libraries
    local library target
    copy "$1" "$2"
    for library in $(LD_LIBRARY_PATH=$tree/usr/lib/x86_64-linux-gnu ldd "$2$1" | grep -oE '/[^ ]+'); do
        # Below /usr: a folder /lib here would take the place of the base's link of that name.
        library=${library#"$tree"}
        target=$2/usr${library#/usr}
        [ -e "$target" ] && continue
        mkdir -p "$(dirname "$target")"
        if [ -e "$tree$library" ]; then cp -L "$tree$library" "$target"; else cp -L "$library" "$target"; fi
    done
}

# NetworkManager's parts, wherever its package has them: "/usr/lib/..".
part() { # NAME
    local package=$tree
    [ -e "$package/usr/sbin/NetworkManager" ] || package=
    find "$package/usr/lib" "$package/usr/libexec" -path '*NetworkManager*' -name "$1" 2>/dev/null | sed "s|^$package||" || true
}

make_root() { # ROOT
    local file
    mkdir -p "$1"/{etc/NetworkManager/conf.d,var/lib/NetworkManager}
    for file in /usr/sbin/NetworkManager /usr/bin/nmcli /usr/bin/dbus-daemon $(part libnm-device-plugin-wifi.so) $(part nm-daemon-helper); do
        copy_program "$file" "$1"
    done
    copy /usr/share/dbus-1/system.conf "$1"
    copy /usr/share/dbus-1/system.d/org.freedesktop.NetworkManager.conf "$1"
    for file in /etc/dbus-1/system.d/wpa_supplicant.conf /usr/share/dbus-1/system.d/wpa_supplicant.conf; do
        [ ! -e "$file" ] || copy "$file" "$1"
    done
    # It calls by Debian's paths what the base has in /usr/bin.
    for file in dnsmasq nft wpa_supplicant; do ln -s "../bin/$file" "$1/usr/sbin/$file"; done
    printf '%s\n' root:x:0:0::/root:/bin/sh messagebus:x:100:100::/:/bin/sh nobody:x:65534:65534::/:/bin/sh >"$1/etc/passwd"
    printf '%s\n' root:x:0: messagebus:x:100: netdev:x:101: dip:x:30: nogroup:x:65534: >"$1/etc/group"
    echo 00112233445566778899aabbccddeeff >"$1/etc/machine-id"
}

version=$(version_of network-manager) || again_with_own_lists "$cache" network-manager
archive=$cache/networkmanager-$version-$(cat "$0" "$here/packages.sh" | sha256sum | cut -c 1-16).cpio
if [ ! -e "$archive" ]; then
    work=$(mktemp -d "$cache/new.XXXX")
    trap 'rm -rf "$work"' EXIT
    tree=$work/tree root=$work/root
    mkdir "$tree" "$root"
    unpack_packages "$work" "$tree" || again_with_own_lists "$cache" network-manager
    make_root "$root"
    rm -f "$cache"/networkmanager-*
    (cd "$root" && find . | cpio --quiet -o -H newc -R 0:0) >"$work/done"
    mv "$work/done" "$archive"
fi
echo "$archive"
