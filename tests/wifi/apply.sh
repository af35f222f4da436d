#!/usr/bin/env bash
# `farlink wifi --apply` and `--undo` to their end. The system is this machine's but for what they look at and change: /etc,
# /var/lib and /run are nearly empty, wlan0 and the programs of an access point are there in name only, and systemctl notes what
# it is told.
#
# Usage: unshare [-Ur] --net --mount --pid --fork --mount-proc --kill-child apply.sh FARLINK
# Prints "ok NAME ..", or "FAIL NAME ..", for each check, then "checks end"; WifiApplyTests reads that.
set -euo pipefail
farlink=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
point=(--ssid farm --country FR --passphrase 'correct horse' --apply --yes)

ok() { echo "ok $*"; }
fail() { echo "FAIL $*"; }
check() { # NAME COMMAND..: by its exit status
    if "${@:2}" >"$work/check" 2>&1; then ok "$1"; else fail "$1 $(tr '\n' ' ' <"$work/check")"; fi
}
run() { # NAME STATUS ARGUMENT..: farlink wifi, which is to end with this; what it says is in NAME.out
    local status=0
    "$farlink" wifi "${@:3}" </dev/null >"$work/$1.out" 2>&1 || status=$?
    if [ "$status" = "$2" ]; then ok "$1"; else fail "$1 ends with $status: $(tr '\n' ' ' <"$work/$1.out")"; fi
}
says() { grep -qF -- "$2" "$work/$1.out"; } # NAME TEXT
not() { ! "$@"; }
snapshot() {
    find /etc /var/lib -printf '%y %m %U %p %l\n' | sort
    find /etc /var/lib -type f -exec sha256sum {} + | sort
}
is_as() { [ "$(snapshot)" = "$1" ]; }
commands() { grep -v '^is-' "$work/systemctl" | tr '\n' '|'; }

write_program() { # NAME LINE..
    { echo '#!/bin/sh' && printf '%s\n' "${@:2}"; } >"/usr/sbin/$1"
    chmod 755 "/usr/sbin/$1"
}

make_system() {
    local name
    mkdir -p "$work/net/wlan0/phy80211"
    mount --bind "$work/net" /sys/class/net
    for name in /etc /var/lib /run /usr/sbin /usr/lib/systemd/system; do mount -t tmpfs system "$name"; done
    for name in hostapd dnsmasq nft rfkill chronyd nmcli wpa_supplicant iw; do write_program "$name"; done
    write_program systemctl "echo \"\$*\" >>$work/systemctl" \
        "case \$1 in is-*) exit 1 ;; restart) [ ! -e $work/fails ] || exit 3 ;; esac"
    touch /usr/lib/systemd/system/dnsmasq.service
    # As a booted one has it (sd_booted(3)), with files of somebody's, and hostapd as its package leaves it.
    mkdir -p /run/systemd/system /etc/hostapd /etc/systemd/system
    echo 'interface=wlan7' >/etc/hostapd/hostapd.conf
    chmod 640 /etc/hostapd/hostapd.conf
    printf '%s\n' '# Configuration file for dnsmasq.' '#server=/localnet/192.168.0.1' >/etc/dnsmasq.conf
    ln -s /dev/null /etc/systemd/system/hostapd.service
    ip link set lo up
    ip link add eth0 type veth peer name eth1
    ip link set eth0 up
}

check_profile() { # NAME SECRET: the file with the passphrase
    : >"$work/systemctl"
    run "$1-apply" 0 --profile "$1" "${point[@]}"
    ok "$1-apply-commands $(commands)"
    check "$1-secret" [ "$(stat -c '%a %u' "$2")" = '600 0' ]
    check "$1-passphrase" grep -q 'correct horse' "$2"
    : >"$work/systemctl"
    run "$1-undo" 0 --undo
    ok "$1-undo-commands $(commands)"
    check "$1-as-before" is_as "$before"
}

check_failures() {
    touch "$work/fails"
    run command-fails 1 --profile hostapd "${point[@]}"
    rm "$work/fails"
    check command-named says command-fails 'failed (status 3): systemctl restart farlink-wifi-firewall.service'
    check command-left says command-fails 'Not run after that:'
    run other-profile 1 --profile networkmanager "${point[@]}"
    check other-profile-at-once not says other-profile '/etc/farlink/wifi.nft'
    status=0
    flock /run/farlink-wifi.lock "$farlink" wifi --undo >"$work/locked.out" 2>&1 || status=$?
    check locked [ "$status" = 1 ]
    check locked-reason says locked 'Another farlink wifi is running'
    run undo 0 --undo
    run undo-again 1 --undo
    check as-before is_as "$before"
}

check_refusals() {
    ip addr add 192.168.2.9/24 dev eth0
    run same-network 2 --profile hostapd "${point[@]}"
    check same-network-reason says same-network 'is on eth0 too (192.168.2.0/24)'
    ip addr flush dev eth0
    cp -p /etc/dnsmasq.conf "$work/dnsmasq.conf"
    echo 'server=9.9.9.9' >>/etc/dnsmasq.conf
    run other-job 2 --profile hostapd "${point[@]}"
    check other-job-reason says other-job '/etc/dnsmasq.conf, line 3: server=9.9.9.9'
    cp -p "$work/dnsmasq.conf" /etc/dnsmasq.conf
    check refused-as-before is_as "$before"
}

make_system
before=$(snapshot)
check_profile hostapd /etc/hostapd/hostapd.conf
check_profile networkmanager /etc/NetworkManager/system-connections/farlink.nmconnection
check_failures
check_refusals
echo "checks end"
