#!/usr/bin/env bash
# Runs the whole chain on an emulated arm64: the program that eng/publish.sh linux-arm64 made, with Debian's libraries.
# Usage: eng/demo-arm64.sh      needs qemu-user (Debian's name)
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v qemu-aarch64 >/dev/null; then
    echo "qemu-aarch64 is missing: apt-get install --no-install-recommends qemu-user" >&2
    exit 1
fi
eng/debian-root.sh arm64 artifacts/root/run-arm64 libc6 libssl3 ca-certificates
out=$(qemu-aarch64 -L artifacts/root/run-arm64 artifacts/publish/linux-arm64/farlink demo --messages 3)
echo "$out" | tail -n 3
grep -q '^3 published, 3 delivered, 0 lost, 0 duplicated' <<<"$out"
