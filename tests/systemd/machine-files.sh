#!/usr/bin/env bash
# Makes what the host in a virtual machine boots from: Debian with systemd and what an access point needs, our package in it and not
# installed, and the kernel with simulated radios (mac80211_hwsim). As root, for debootstrap.
#
# Usage: machine-files.sh SUITE DEB WORK      SUITE: bookworm or trixie; makes WORK/disk, WORK/vmlinux and WORK/initrd
# The first time for each suite it fetches about 200 MB from Debian's archive, in two minutes; afterwards it takes half a minute.
set -euo pipefail
suite=$1 deb=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
. eng/debian-tree.sh
. tests/wifi/packages.sh
. tests/wifi/kernel.sh
packages=(
    systemd systemd-sysv dbus udev kmod procps iproute2 socat udhcpc
    hostapd dnsmasq nftables chrony iw rfkill wpasupplicant wireless-regdb network-manager
    mosquitto mosquitto-clients adduser ca-certificates
)
case "$suite" in bookworm) packages+=(libssl3 libgpiod2) ;; *) packages+=(libssl3t64 libgpiod3) ;; esac

# Debian with the packages, made once for each list of them.
prepared_tree() { # FOLDER
    local tar
    tar=artifacts/systemd-$suite-$(printf '%s\n' "${packages[@]}" | sha256sum | cut -c 1-16).tar
    if [ -e "$tar" ]; then
        mkdir "$1"
        tar -C "$1" -xf "$tar"
        return
    fi
    unpack_debian "$suite" "$1"
    in_debian "$1" apt-get update -qq
    in_debian "$1" apt-get install -y -qq --no-install-recommends "${packages[@]}" >"$work/install.log" 2>&1 ||
        { cat "$work/install.log" >&2; exit 1; }
    in_debian "$1" apt-get clean
    rm -f "$1/usr/sbin/policy-rc.d"
    : >"$1/etc/resolv.conf"
    rm -f artifacts/systemd-"$suite"-*.tar
    tar -C "$1" -cf "$tar.new" --one-file-system .
    mv "$tar.new" "$tar"
}

# The modules in whole, since systemd's own services ask for some.
kernel() { # FOLDER
    local package
    package=$(kernel_package) || again_with_own_lists "$work" linux-image-amd64
    mkdir "$1"
    download "$1" "$package" || again_with_own_lists "$work" "$package"
    unpack_kernel "$1" '*/kernel/fs/*' '*/kernel/drivers/block/*' '*/kernel/drivers/i2c/*'
    uncompress_kernel "$1"/boot/vmlinuz-* "$work/vmlinux"
}

# The disk's own modules, and a step into it.
initrd() { # KERNEL
    local root=$work/initrd.root
    mkdir -p "$root"/{bin,dev,proc,sys,disk,lib}
    cp "$(command -v busybox)" "$root/bin/busybox"
    copy_modules "$1" "$root" virtio_pci virtio_blk ext4 crc32c_generic
    cat >"$root/init" <<'END'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
for module in virtio_pci virtio_blk crc32c_generic ext4; do modprobe "$module"; done
mount -t ext4 /dev/vda /disk
umount /proc
exec switch_root /disk /lib/systemd/systemd
END
    chmod 755 "$root/init"
    (cd "$root" && find . | cpio --quiet -o -H newc -R 0:0) >"$work/initrd"
}

guest() { # TREE
    echo farm >"$1/etc/hostname"
    printf '%s\n' '127.0.0.1 localhost' '127.0.1.1 farm' >"$1/etc/hosts"
    echo '/dev/vda / ext4 defaults 0 1' >"$1/etc/fstab"
    printf '%s\n' mac80211_hwsim i2c-stub i2c-dev >"$1/etc/modules-load.d/test.conf"
    printf '%s\n' 'options mac80211_hwsim radios=2' 'options i2c-stub chip_addr=0x60' >"$1/etc/modprobe.d/test.conf"
    printf '%s\n' spi:x:991: gpio:x:992: i2c:x:993: >>"$1/etc/group"
    rm -f "$1/etc/machine-id"
    : >"$1/etc/machine-id"
    install -m 755 -t "$1/opt" "$here"/guest/*.sh tests/wifi/guest/checks.sh tests/wifi/udhcpc.sh
    cp "$deb" "$1/opt/farlink.deb"
    newer_deb "$deb" "$1/opt/newer.deb"
    cp "$here/guest/steps.service" "$1/etc/systemd/system/steps.service"
    ln -s ../steps.service "$1/etc/systemd/system/multi-user.target.wants/steps.service"
    # The serial line is the test's.
    ln -s /dev/null "$1/etc/systemd/system/serial-getty@ttyS0.service"
    # Not ours, and long: no network is waited for, and mosquitto starts when it is wanted.
    ln -s /dev/null "$1/etc/systemd/system/NetworkManager-wait-online.service"
    rm -f "$1/etc/systemd/system/multi-user.target.wants/mosquitto.service"
}

mkdir -p "$work" artifacts
work=$(cd "$work" && pwd)
kernel "$work/kernel" &
prepared_tree "$work/tree"
wait $!
initrd "$work/kernel"
cp -r "$work/kernel/lib/modules" "$work/tree/usr/lib/modules"
depmod -b "$work/tree" "$(basename "$work"/kernel/lib/modules/*)"
guest "$work/tree"
truncate -s 3G "$work/disk"
mkfs.ext4 -q -F -d "$work/tree" "$work/disk"
rm -rf --one-file-system "$work/tree" "$work/kernel" "$work/initrd.root"
