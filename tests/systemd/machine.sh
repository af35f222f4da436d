#!/usr/bin/env bash
# Boots the host in a virtual machine from what machine-files.sh made: an emulated processor, no network. What it prints is the serial
# line. It becomes QEMU: whoever kills this process takes the power away, and what the guest had not written is lost.
#
# Usage: machine.sh WORK
set -euo pipefail
exec qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 1024 -nodefaults -display none -monitor none -no-reboot \
    -serial stdio -drive "file=$1/disk,if=virtio,format=raw,cache=unsafe" -kernel "$1/vmlinux" -initrd "$1/initrd" \
    -append 'console=ttyS0 quiet loglevel=1 panic=-1 net.ifnames=0 systemd.show_status=0'
