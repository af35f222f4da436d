#!/usr/bin/env bash
# Boots the WiFi machine: Debian's kernel with simulated radios, an emulated processor, the steps of one test. What it prints is the
# serial line. It becomes QEMU: whoever ends this process ends the machine.
#
# Usage: machine.sh CACHE WORK STEPS FORWARD [ARCHIVE..]
#   CACHE    folder for what machine-files.sh makes
#   WORK     folder of this run; WORK/files is the guest's /files, WORK/files/environment its variables
#   STEPS    guest/STEPS.sh
#   FORWARD  port of the host's loopback that leads to the guest's port 12000
#   ARCHIVE  more cpio archives, unpacked over the base
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$2 steps=$3 forward=$4
base=$("$here/machine-files.sh" "$1")
mkdir -p "$work/guest"
cp -r "$work/files" "$work/guest/files"
cp "$here/guest/init" "$here/guest/checks.sh" "$here/udhcpc.sh" "$work/guest"
cp "$here/guest/$steps.sh" "$work/guest/steps"
chmod 755 "$work/guest/init"
# The kernel unpacks archives that follow each other one over the other (Documentation/driver-api/early-userspace/buffer-format.rst).
cat "$base/base.cpio" "${@:5}" >"$work/initrd"
(cd "$work/guest" && find . | cpio --quiet -o -H newc -R 0:0) >>"$work/initrd"
echo "machine starts"
# Always emulated (tcg): /dev/kvm may be there without the processor's help, and then the guest crawls.
exec qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 768 -nodefaults -display none -monitor none -no-reboot -serial stdio \
    -netdev "user,id=net,hostfwd=tcp:127.0.0.1:$forward-:12000" -device virtio-net-pci,netdev=net,romfile= \
    -kernel "$base/vmlinux" -initrd "$work/initrd" -append 'console=ttyS0 quiet loglevel=1 panic=-1 rdinit=/init net.ifnames=0'
