#!/usr/bin/env bash
# Builds what is handed out, into artifacts/packages: a .deb and a container image for each architecture, and SHA256SUMS. Prints the
# size of each and what `farlink bench package` measures; one that is too large, or too slow, is an error.
# Usage: eng/package.sh [linux-x64|linux-arm64|all]      all is the default; needs what eng/publish.sh
#                      needs, python3, binutils, and Debian as this host
# FARLINK_VERSION      another version than Directory.Build.props has
# FARLINK_BASE_IMAGE   base of the image, as mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled. Default: one made here from
#                      Debian's libc6, libssl3 and ca-certificates, for which no registry is asked; docs/adr/0027-packages.md
# FARLINK_PROGRAM      a farlink that is there already, with one RID: nothing is compiled
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
umask 022
case "$(uname -m)" in aarch64) host=linux-arm64 ;; *) host=linux-x64 ;; esac
case "${1:-all}" in
    all) rids=(linux-x64 linux-arm64) ;;
    linux-x64 | linux-arm64) rids=("$1") ;;
    *) echo "usage: eng/package.sh [linux-x64|linux-arm64|all]" >&2; exit 2 ;;
esac
version=${FARLINK_VERSION:-$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)}

# The same commit gives the same package (reproducible-builds.org, SOURCE_DATE_EPOCH): dpkg-deb and gzip take times from here.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
out=artifacts/packages
mkdir -p "$out"
most=30000000

program() { echo "${FARLINK_PROGRAM:-artifacts/publish/$1/farlink}"; }

put() { install -D -m "$1" "$2" "$3"; }

packed() {
    mkdir -p "$(dirname "$2")"
    gzip -9n < "$1" > "$2"
}

# The newest symbol version of glibc that the program asks for, as dpkg-shlibdeps would find it.
glibc() { readelf --dyn-syms --wide "$1" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -Vu | tail -n 1; }

notices() {
    find "${NUGET_PACKAGES:-$HOME/.nuget/packages}/microsoft.netcore.app.runtime.nativeaot.$1" -name THIRD-PARTY-NOTICES.TXT 2>/dev/null \
        | sort -V | tail -n 1
}

# What the program says of itself, written by a program that runs here: the commands are the same on each architecture.
describe() {
    mkdir -p "$out/text"
    "$(program "$host")" man > "$out/text/farlink.1"
    for shell in bash zsh fish; do "$(program "$host")" completion "$shell" > "$out/text/farlink.$shell"; done
}

# $1: RID, $2: Debian's architecture
tree() {
    local root=$out/tree-$2
    rm -rf "$root"
    put 755 "$(program "$1")" "$root/usr/bin/farlink"
    for role in site base; do
        put 644 "deploy/systemd/farlink-$role.service" "$root/usr/lib/systemd/system/farlink-$role.service"
        put 644 "deploy/examples/$role.toml" "$root/usr/share/doc/farlink/examples/$role.toml"
    done
    put 640 deploy/debian/farlink.env "$root/etc/farlink/farlink.env"
    chmod 750 "$root/etc/farlink"
    packed "$out/text/farlink.1" "$root/usr/share/man/man1/farlink.1.gz"
    put 644 "$out/text/farlink.bash" "$root/usr/share/bash-completion/completions/farlink"
    put 644 "$out/text/farlink.zsh" "$root/usr/share/zsh/vendor-completions/_farlink"
    put 644 "$out/text/farlink.fish" "$root/usr/share/fish/vendor_completions.d/farlink.fish"
    put 644 deploy/debian/copyright "$root/usr/share/doc/farlink/copyright"
    packed CHANGELOG.md "$root/usr/share/doc/farlink/changelog.gz"
    local page file
    # Every page at its place, so that links from one to another hold.
    for page in docs/*.md docs/adr/*.md; do put 644 "$page" "$root/usr/share/doc/farlink/${page#docs/}"; done
    file=$(notices "$1")
    if [ -z "$file" ]; then
        echo "THIRD-PARTY-NOTICES.TXT of .NET's native runtime for $1 is not among NuGet's packages: run eng/publish.sh $1" >&2
        exit 1
    fi
    put 644 "$file" "$root/usr/share/doc/farlink/THIRD-PARTY-NOTICES.TXT"

    mkdir "$root/DEBIAN"
    for script in postinst prerm postrm; do put 755 "deploy/debian/$script" "$root/DEBIAN/$script"; done
    put 644 deploy/debian/conffiles "$root/DEBIAN/conffiles"
    sed -e "s/@VERSION@/$version/; s/@ARCH@/$2/; s/@GLIBC@/$(glibc "$root/usr/bin/farlink")/" \
        -e "s/@SIZE@/$(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f 1)/" deploy/debian/control.in > "$root/DEBIAN/control"
    (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum > DEBIAN/md5sums)
}

# $1: Debian's architecture
deb() {
    local file=$out/farlink_${version}_$1.deb
    dpkg-deb --root-owner-group -Zxz --build "$out/tree-$1" "$file" >/dev/null
    rm -rf "$out/tree-$1"
    measure "$file"
}

# The SDK packs what eng/publish.sh made; it compiles nothing. $1: RID, $2: Debian's architecture
image() {
    local file=$out/farlink_${version}_$2.oci.tar stage=$out/image-$2
    rm -rf "$stage"
    put 755 "$(program "$1")" "$stage/farlink"
    local pack=(
        dotnet msbuild src/Farlink -nologo -verbosity:quiet -target:PublishContainer -property:Configuration=Release
        "-property:RuntimeIdentifier=$1" -property:SelfContained=true -property:PublishAot=true "-property:PublishDir=$PWD/$stage/"
        -property:ContainerRepository=farlink "-property:ContainerImageTag=$version" -property:ContainerImageFormat=OCI
        -property:ContainerUser=1654 -property:ContainerGenerateLabelsImageBaseName=false
        "-property:ContainerArchiveOutputPath=$PWD/$file"
    )
    rm -f "$file"
    if [ -n "${FARLINK_BASE_IMAGE:-}" ]; then
        "${pack[@]}" "-property:ContainerBaseImage=$FARLINK_BASE_IMAGE"
    else
        eng/debian-root.sh "$2" "artifacts/root/run-$2" libc6 libssl3 ca-certificates
        # shellcheck disable=SC2016
        eng/base-image.py "artifacts/root/run-$2" "$2" bash -c '"$@" "-property:ContainerBaseImage=$FARLINK_BASE_IMAGE"' pack "${pack[@]}"
    fi
    rm -rf "$stage"
    measure "$file"
}

over=
measure() {
    local octets
    octets=$(stat -c %s "$1")
    awk -v octets="$octets" -v file="$1" 'BEGIN { printf "%6.2f MB  %s\n", octets / 1e6, file }'
    if [ "$octets" -gt "$most" ]; then over="$over $1"; fi
}

# The program of this host is made in any case: it writes the manual.
for rid in $(printf '%s\n' "$host" "${rids[@]}" | sort -u); do
    [ -n "${FARLINK_PROGRAM:-}" ] || eng/publish.sh "$rid"
done
describe
rm -f "$out"/*.deb "$out"/*.oci.tar "$out/SHA256SUMS"
for rid in "${rids[@]}"; do
    case "$rid" in linux-arm64) arch=arm64 ;; *) arch=amd64 ;; esac
    measure "$(program "$rid")"
    tree "$rid" "$arch"
    deb "$arch"
    image "$rid" "$arch"
done
rm -rf "$out/text"
(cd "$out" && sha256sum -- *.deb *.oci.tar > SHA256SUMS)
"$(program "$host")" bench package
if [ -n "$over" ]; then
    echo "over 30 MB:$over" >&2
    exit 1
fi
