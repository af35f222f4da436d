#!/usr/bin/env bash
# Sets up a site in a virtual machine as a user does, from the .deb on: Debian with systemd, NetworkManager and hostapd, simulated WiFi
# radios and a real station. Takes its power away, and looks whether all comes back by itself; then upgrades, removes and purges it.
# Emulated, so it takes some ten minutes. Needs root, debootstrap, QEMU and eng/package.sh's .deb.
# Usage: eng/test-systemd.sh [bookworm|trixie]
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin"
suite=${1:-bookworm}
. eng/debian-tree.sh
require_tools debootstrap:debootstrap unshare:util-linux qemu-system-x86_64:qemu-system-x86 mkfs.ext4:e2fsprogs busybox:busybox-static \
    cpio:cpio depmod:kmod xz:xz-utils
deb=$(newest_deb)
work=$(mktemp -d -p artifacts)
machine=
trap '[ -z "$machine" ] || kill -KILL "$machine" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
tests/systemd/machine-files.sh "$suite" "$deb" "$work"

# One boot, to the loss of power; 15 minutes are far more than it takes. It prints as it goes.
boot() {
    : >"$work/serial"
    tests/systemd/machine.sh "$work" </dev/null >"$work/serial" 2>&1 &
    machine=$!
    tail -n +1 --pid="$machine" -f "$work/serial" | sed -u 's/\r//g' &
    local printed=$! end=$((SECONDS + 900))
    until grep -q '^power off' "$work/serial" || [ "$SECONDS" -ge "$end" ] || ! kill -0 "$machine" 2>/dev/null; do sleep 1; done
    kill -KILL "$machine" 2>/dev/null || true
    wait "$machine" 2>/dev/null || true
    machine=
    wait "$printed"
    tr -d '\r' <"$work/serial" >>"$work/said"
    grep -q '^power off' "$work/serial"
}

for number in 1 2 3; do
    echo "== boot $number"
    boot || { echo "boot $number did not come to its end" >&2; exit 1; }
done
failed=$(grep -c '^FAIL ' "$work/said" || true)
echo "$(grep -c '^ok ' "$work/said") checks passed, $failed failed: $(basename "$deb") under systemd of $suite"
[ "$failed" -eq 0 ]
