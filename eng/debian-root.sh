#!/usr/bin/env bash
# Unpacks Debian packages of one architecture into a folder: libraries to link with, to emulate with, and for the container image.
# It takes them by apt from where this host takes its own, with apt's check of Debian's signature, and installs nothing.
# Usage: eng/debian-root.sh amd64|arm64 FOLDER PACKAGE...      the packages themselves, not what they depend on
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -lt 3 ]; then
    echo "usage: eng/debian-root.sh amd64|arm64 FOLDER PACKAGE..." >&2
    exit 2
fi
arch=$1 root=$2
shift 2
stamp=$root.packages
if [ -d "$root" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$*" ]; then exit 0; fi
if ! command -v apt-get >/dev/null; then
    echo "$0 needs apt-get, and Debian as this host. Elsewhere name SQLite's archive for $arch in FARLINK_SQLITE." >&2
    exit 1
fi

# apt with files of its own: nothing of this host's architectures and lists changes, and no root is needed.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
: > "$work/status"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
apt-get indextargets --format "deb [arch=$arch signed-by=$keyring] \$(REPO_URI) \$(CODENAME) \$(COMPONENT)" \
    'Created-By: Packages' 'Origin: Debian' | sort -u > "$work/sources.list"
if [ ! -s "$work/sources.list" ]; then
    echo "No list of Debian's packages is here: run apt-get update, on a host whose packages are Debian's." >&2
    exit 1
fi
cat > "$work/apt.conf" <<EOF
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Dir::State "$work";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "-";
EOF
export APT_CONFIG="$work/apt.conf"
apt-get update -qq
mkdir "$work/debs"
(cd "$work/debs" && apt-get download -qq "$@")

rm -rf "$root" "$stamp"
mkdir -p "$root"
for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$root"; done
printf '%s' "$*" > "$stamp"
