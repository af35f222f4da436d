#!/usr/bin/env bash
# Compiles the golden chunks for arm64 and compares them there, in an emulated processor: both ends of a link must compute the same.
# Usage: eng/golden-arm64.sh      needs qemu-user, gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and clang: Debian's names
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
command -v qemu-aarch64 >/dev/null || missing+=(qemu-user)
command -v clang >/dev/null || missing+=(clang)
command -v aarch64-linux-gnu-gcc >/dev/null || missing+=(gcc-aarch64-linux-gnu)
[ -e /usr/aarch64-linux-gnu/lib/crt1.o ] || missing+=(libc6-dev-arm64-cross)
if [ "${#missing[@]}" -gt 0 ]; then
    echo "To compare on an emulated arm64: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
out=artifacts/publish/golden-linux-arm64
dotnet publish tests/Farlink.Golden -c Release -r linux-arm64 -p:PublishAot=true -p:LinkerFlavor=bfd \
    -p:ObjCopyName=aarch64-linux-gnu-objcopy --artifacts-path artifacts/build -o "$out" --nologo -v quiet
qemu-aarch64 -L /usr/aarch64-linux-gnu "$out/Farlink.Golden" tests/vectors/model-chunks.txt
