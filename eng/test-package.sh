#!/usr/bin/env bash
# Installs the .deb of this host's architecture by apt into a clean Debian, upgrades it, removes it and purges it, and looks at what is
# there each time. Needs root, debootstrap, systemd (for systemd-analyze; nothing is started) and eng/package.sh's .deb.
# Usage: eng/test-package.sh [bookworm|trixie]
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
. eng/debian-tree.sh
require_tools debootstrap:debootstrap systemd-analyze:systemd unshare:util-linux
deb=$(newest_deb)

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
tree=$work/debian
unpack_debian "$suite" "$tree"
there() { in_debian "$tree" "$@"; }

quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; }

checks=0
same() {
    checks=$((checks + 1))
    if [ "$2" != "$3" ]; then
        echo "$1: expected '$2', found '$3'" >&2
        exit 1
    fi
}

gone() {
    for path in "$@"; do same "$path" gone "$(if [ -e "$tree$path" ] || [ -L "$tree$path" ]; then echo there; else echo gone; fi)"; done
}

mode() { there stat -c '%a %U:%G' "$1"; }

version=$(dpkg-deb -f "$deb" Version)
cp "$deb" "$tree/farlink.deb"
quietly there apt-get update
# A host with one of the groups, as a Raspberry Pi has all of them.
quietly there groupadd --system spi

echo "== install $version into $suite"
quietly there apt-get install -y --no-install-recommends ./farlink.deb
same "farlink --version" "$version" "$(there farlink --version)"
there runuser -u farlink -- farlink demo --messages 3 --speed 100 | tail -n 2
same "home and shell" "/var/lib/farlink:/usr/sbin/nologin" "$(there getent passwd farlink | cut -d : -f 6,7)"
same "groups" "dialout farlink spi" "$(there id -nG farlink | tr ' ' '\n' | sort | xargs)"
same /etc/farlink "750 root:farlink" "$(mode /etc/farlink)"
same /etc/farlink/farlink.env "640 root:root" "$(mode /etc/farlink/farlink.env)"
same /var/lib/farlink "700 farlink:farlink" "$(mode /var/lib/farlink)"
same "files changed" "" "$(there dpkg --verify farlink)"
same "needs of the program" "" "$(there ldd /usr/bin/farlink | grep 'not found' || true)"
for role in site base; do
    unit=$tree/usr/lib/systemd/system/farlink-$role.service
    # The host's systemd reads it as it would there, but for the program's place.
    sed -E "s#^(ExecStart=|ExecReload=|ExecStartPre=\\+)/usr/bin/farlink#\\1$tree/usr/bin/farlink#" "$unit" > "$work/farlink-$role.service"
    same "systemd-analyze verify" "" "$(systemd-analyze verify --man=no "$work/farlink-$role.service" 2>&1)"
    quietly systemd-analyze security --no-pager --offline=true --threshold=25 "$work/farlink-$role.service"
done
gone /etc/farlink/farlink.toml /etc/systemd/system/multi-user.target.wants/farlink-site.service
same "documentation" "$(cd docs && find . -name '*.md' | sort)" "$(cd "$tree/usr/share/doc/farlink" && find . -name '*.md' | sort)"
for role in site base; do same "example of a $role" "644 root:root" "$(mode "/usr/share/doc/farlink/examples/$role.toml")"; done
same "the manual" "FARLINK" "$(zcat "$tree/usr/share/man/man1/farlink.1.gz" | awk '/^\.TH/ { print $2 }')"

echo "== upgrade"
echo 'FARLINK_RADIO__REGION=US915' >> "$tree/etc/farlink/farlink.env"
echo 'role = "site"' > "$tree/etc/farlink/farlink.toml"
quietly there runuser -u farlink -- touch /var/lib/farlink/farlink.db
newer_deb "$deb" "$tree/newer.deb"
quietly there apt-get install -y --no-install-recommends ./newer.deb
# shellcheck disable=SC2016
same "installed" "$version+1" "$(there dpkg-query -W -f '${Version}' farlink)"
same "farlink.env" "FARLINK_RADIO__REGION=US915" "$(tail -n 1 "$tree/etc/farlink/farlink.env")"
same "farlink.toml" 'role = "site"' "$(cat "$tree/etc/farlink/farlink.toml")"

echo "== remove"
# An access point that cannot be undone here: no systemd runs, and it has no list of what was there before.
there farlink wifi --profile hostapd --ssid farm --passphrase 'correct horse' --country FR --output /access-point >/dev/null
cp -r "$tree/access-point/etc/." "$tree/etc"
rm -r "$tree/access-point"
mkdir "$tree/var/lib/farlink-wifi"
echo damaged > "$tree/var/lib/farlink-wifi/manifest.json"
quietly there apt-get remove -y farlink
gone /usr/bin/farlink /usr/lib/systemd/system/farlink-site.service
same "farlink.env" "FARLINK_RADIO__REGION=US915" "$(tail -n 1 "$tree/etc/farlink/farlink.env")"
same "farlink.toml" 'role = "site"' "$(cat "$tree/etc/farlink/farlink.toml")"
same "store" "600 farlink:farlink" "$(there chmod 600 /var/lib/farlink/farlink.db && mode /var/lib/farlink/farlink.db)"

echo "== purge"
quietly there apt-get purge -y farlink
gone /etc/farlink /var/lib/farlink
same "user and group" "" "$(there getent passwd farlink || true)$(there getent group farlink || true)"
gone /etc/hostapd/hostapd.conf
same "left behind" "var/lib/farlink-wifi" "$(cd "$tree" && find etc usr var/lib -name '*farlink*')"
echo "$checks checks passed: $(basename "$deb") in $suite"
