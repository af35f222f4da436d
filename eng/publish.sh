#!/usr/bin/env bash
# Publishes `farlink` as one native file into artifacts/publish/RID, SQLite in it. Any warning of the trimmer or the compiler fails it.
# Usage: eng/publish.sh [linux-x64|linux-arm64]      needs clang, zlib1g-dev, libsqlite3-dev, and Node 18 or later with npm for the
#                      dashboard's page (nodejs and npm): Debian's names
# For the other architecture it also needs that one's gcc and C library: gcc-aarch64-linux-gnu and libc6-dev-arm64-cross, or
# gcc-x86-64-linux-gnu and libc6-dev-amd64-cross.
# FARLINK_SQLITE names another libsqlite3.a of the target's architecture.
set -euo pipefail
cd "$(dirname "$0")/.."
case "$(uname -m)" in aarch64) host=linux-arm64 ;; *) host=linux-x64 ;; esac
rid=${1:-$host}
case "$rid" in
    linux-x64) arch=amd64 triple=x86_64-linux-gnu ;;
    linux-arm64) arch=arm64 triple=aarch64-linux-gnu ;;
    *) echo "usage: eng/publish.sh [linux-x64|linux-arm64]" >&2; exit 2 ;;
esac

cross=()
if [ "$rid" != "$host" ]; then
    # gcc alone has no C library for the other architecture: Debian's gcc only recommends it.
    missing=()
    command -v clang >/dev/null || missing+=(clang)
    command -v "$triple-gcc" >/dev/null || missing+=("gcc-${triple//_/-}")
    [ -e "/usr/$triple/lib/crt1.o" ] || missing+=("libc6-dev-$arch-cross")
    if [ "${#missing[@]}" -gt 0 ]; then
        echo "To build $rid on $host: apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    # clang compiles for every architecture; that one's binutils link and strip, and its gcc has the C library.
    cross=(-p:LinkerFlavor=bfd "-p:ObjCopyName=$triple-objcopy")
fi

sqlite=${FARLINK_SQLITE:-/usr/lib/$triple/libsqlite3.a}
if [ ! -e "$sqlite" ] && [ -z "${FARLINK_SQLITE:-}" ]; then
    eng/debian-root.sh "$arch" "artifacts/root/sqlite-$arch" libsqlite3-dev
    sqlite=$PWD/artifacts/root/sqlite-$arch/usr/lib/$triple/libsqlite3.a
fi
if [ ! -e "$sqlite" ]; then
    echo "$sqlite is missing: SQLite as a static archive for $arch, in Debian's libsqlite3-dev" >&2
    exit 1
fi

# The sources were analysed when they were built; here the trimmer and the native compiler look at the whole program.
out=artifacts/publish/$rid
dotnet publish src/Farlink -c Release -r "$rid" -p:PublishAot=true -p:RunAnalyzers=false -p:FarlinkRequirePage=true \
    "-p:FarlinkSqlite=$(realpath "$sqlite")" "${cross[@]}" --artifacts-path artifacts/build -o "$out" --nologo -v quiet
# A publish deletes nothing that an older one left.
rm -f "$out"/*.so "$out"/*.pdb "$out"/*.xml
ls -l "$out/farlink"
