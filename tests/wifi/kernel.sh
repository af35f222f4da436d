# shellcheck shell=bash
# Debian's kernel for a virtual machine, unpacked and not installed; sourced by the scripts that make machines, after packages.sh.

# "linux-image-6.1.0-56-amd64=6.1.192-2": what the metapackage stands for today.
kernel_package() {
    apt-cache "${apt[@]}" show --no-all-versions linux-image-amd64 2>/dev/null |
        sed -n 's/^Depends: \([^ ]*\) (= \([^)]*\)).*/\1=\2/p' | grep .
}

# unpack_kernel TREE [FOLDER..]: TREE holds the package; more folders of its modules.
unpack_kernel() {
    dpkg-deb --fsys-tarfile "$1"/*.deb | tar -x -C "$1" --no-same-owner --wildcards './boot/vmlinuz-*' './lib/modules/*/modules.*' \
        '*/kernel/net/*' '*/kernel/crypto/*' '*/kernel/lib/*' '*/kernel/arch/x86/crypto/*' '*/kernel/drivers/virtio/*' \
        '*/kernel/drivers/net/*' "${@:2}"
    # Debian 13 compresses its modules.
    find "$1/lib/modules" -name '*.ko.xz' -exec xz -d {} +
}

# An ELF kernel starts at once (PVH); unpacking a compressed one costs an emulated processor five seconds. The payload is an xz stream
# somewhere in the file (Documentation/x86/boot.rst, payload_offset); where there is none, the file boots as it is.
uncompress_kernel() { # FROM TO
    local offset
    for offset in $(LC_ALL=C grep -obUaP '\xfd7zXZ\x00' "$1" | cut -d: -f1); do
        tail -c +"$((offset + 1))" "$1" | xz -dcq --single-stream >"$2" 2>/dev/null || true
        [ "$(head -c 4 "$2" | tr -d '\177')" != ELF ] || return 0
    done
    cp "$1" "$2"
}

copy_modules() { # TREE ROOT MODULE..: with what they need
    local version from to name file
    version=$(basename "$1"/lib/modules/*)
    from=$1/lib/modules/$version to=$2/lib/modules/$version
    depmod -b "$1" "$version"
    mkdir -p "$to"
    cp "$from"/modules.{order,builtin,builtin.modinfo} "$to"
    for name in "${@:3}"; do
        # "kernel/net/a.ko: kernel/net/b.ko ..": a module and what it needs. Built-in ones have no line.
        for file in $(grep -E "(^|/)$name\.ko:" "$from/modules.dep" | tr -d :); do
            mkdir -p "$to/$(dirname "$file")"
            cp "$from/$file" "$to/$file"
        done
    done
    depmod -b "$2" "$version"
}
