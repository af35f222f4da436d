#!/usr/bin/env bash
# Makes what the WiFi machine boots from, once for each kernel: Debian's kernel, unpacked and not installed, and an initramfs with its
# simulated radios (mac80211_hwsim) and this machine's own hostapd, wpa_supplicant, dnsmasq and tools.
#
# Usage: machine-files.sh CACHE      prints the folder below CACHE with vmlinux and base.cpio
# The first time it takes 70 MB from Debian's archive and about eight seconds; afterwards nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/packages.sh"
. "$here/kernel.sh"
tools=(hostapd hostapd_cli wpa_supplicant wpa_cli iw dnsmasq nft socat ip)
# Radios; the host's network; WPA's and SAE's ciphers; what wifi.nft and NetworkManager's own rules need.
modules=(
    mac80211_hwsim virtio_pci virtio_net ccm ctr cmac gcm crc32c_generic
    nf_tables nft_ct nft_limit nft_log nft_reject_ipv4 nft_reject_ipv6 nft_reject_inet nft_chain_nat nft_masq
)
[ "$(uname -m)" = x86_64 ] || { echo "The WiFi machine needs an x86-64 host." >&2; exit 1; }
mkdir -p "$1"
cache=$(cd "$1" && pwd)

# Whatever goes into the files is part of their name: another kernel, another hostapd or another text here makes others.
key() {
    local tool
    { cat "$0" "$here/kernel.sh"; echo "$1"; for tool in "${tools[@]}"; do cat "$(command -v "$tool")"; done; } | sha256sum | cut -c 1-16
}

copy_tool() { # NAME ROOT: with its libraries, at their own paths
    local path library
    path=$(command -v "$1") || { echo "$1 is missing. Cure: eng/test.sh installs it" >&2; exit 1; }
    rm -f "$2/usr/bin/$1"
    cp -L "$path" "$2/usr/bin/$1"
    for library in $(ldd "$path" 2>/dev/null | grep -oE '/[^ ]+'); do
        mkdir -p "$2$(dirname "$library")"
        [ -e "$2$library" ] || cp -L "$library" "$2$library"
    done
}

make_root() { # TREE ROOT
    local root=$2 name
    mkdir -p "$root"/{dev,proc,sys,tmp,run,root,etc,var/lib/misc,usr/bin,usr/sbin,usr/lib/firmware,usr/lib64}
    for name in bin lib lib64; do ln -s "usr/$name" "$root/$name"; done
    ln -s usr/bin "$root/sbin"
    ln -s /run "$root/var/run"
    busybox --install -s "$root/usr/bin"
    for name in busybox "${tools[@]}"; do copy_tool "$name" "$root"; done
    # Debian's kernel accepts the database that Debian signed.
    cp /lib/firmware/regulatory.db-debian "$root/lib/firmware/regulatory.db"
    cp /lib/firmware/regulatory.db.p7s-debian "$root/lib/firmware/regulatory.db.p7s"
    printf '%s\n' root:x:0:0::/root:/bin/sh nobody:x:65534:65534::/:/bin/sh >"$root/etc/passwd"
    printf '%s\n' root:x:0: nogroup:x:65534: >"$root/etc/group"
    echo '127.0.0.1 localhost' >"$root/etc/hosts"
    echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
    : >"$root/etc/resolv.conf"
    copy_modules "$1" "$root" "${modules[@]}"
}

package=$(kernel_package) || again_with_own_lists "$cache" linux-image-amd64
folder=$cache/${package%=*}-$(key "$package")
if [ ! -d "$folder" ]; then
    work=$(mktemp -d "$cache/new.XXXX")
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/tree" "$work/root" "$work/done"
    download "$work/tree" "$package" || again_with_own_lists "$cache" "$package"
    unpack_kernel "$work/tree"
    uncompress_kernel "$work"/tree/boot/vmlinuz-* "$work/done/vmlinux" &
    make_root "$work/tree" "$work/root"
    (cd "$work/root" && find . | cpio --quiet -o -H newc -R 0:0) >"$work/done/base.cpio"
    wait $!
    # What other versions left is not needed any more; a machine that runs has read it already.
    rm -rf "$cache"/linux-image-*
    # In one step, so that nobody finds half of it; another run may have been faster.
    mv -T "$work/done" "$folder" 2>/dev/null || [ -d "$folder" ]
fi
echo "$folder"
