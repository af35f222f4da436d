#!/usr/bin/env bash
# Compiles the golden chunks for arm64 and compares them there, in an emulated processor: both ends of a link must compute the same.
# Usage: eng/golden-arm64.sh      needs qemu-user and gcc-aarch64-linux-gnu (Debian's names), with clang
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in qemu-aarch64:qemu-user aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu clang:clang; do
    if ! command -v "${tool%%:*}" >/dev/null; then
        echo "${tool%%:*} is missing: apt-get install --no-install-recommends ${tool##*:}" >&2
        exit 1
    fi
done
out=artifacts/publish/golden-linux-arm64
dotnet publish tests/Farlink.Golden -c Release -r linux-arm64 -p:PublishAot=true -p:LinkerFlavor=bfd \
    -p:ObjCopyName=aarch64-linux-gnu-objcopy --artifacts-path artifacts/build -o "$out" --nologo -v quiet
qemu-aarch64 -L /usr/aarch64-linux-gnu "$out/Farlink.Golden" tests/vectors/model-chunks.txt
