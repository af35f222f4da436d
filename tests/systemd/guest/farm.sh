# shellcheck shell=bash
# The host's parts and what is asked of them; sourced. The site is the package's own service; the base, the air and the broker that it
# feeds are beside it, as other hosts would be.

config=/etc/farlink/farlink.toml
ssid=farm
passphrase='correct horse battery'

# The air, since the site's radio is on it, and the broker behind the base; the base itself when it is wanted.
start_world() {
    systemd-run --quiet --unit=air farlink sim ether --physical --listen 127.0.0.1:4001
    within 20 journal_says air 'Ether on'
    systemctl start mosquitto
    within 20 socat -u /dev/null TCP:127.0.0.1:1883
}
start_base() {
    systemd-run --quiet --unit=house farlink base -c /etc/house/farlink.toml
    within 60 journal_says house 'is running'
}
# subscribe NAME COUNT: what arrives of the device at the broker behind the base, in /tmp/NAME.
subscribe() {
    mosquitto_sub -t /esp8266 -q 1 -C "$2" -F '%t %p' >"/tmp/$1" 2>&1 &
    sleep 1
}
arrived() { [ "$(cat "/tmp/$1")" = "$2" ]; }

journal_says() { journalctl --boot --unit "$1" --output cat | grep -qE "$2"; }
site_says() { journal_says farlink-site "$1"; }
active() { [ "$(systemctl is-active "$1")" = active ]; }
property() { systemctl show --value --property "$2" "$1"; }
is_property() { [ "$(property "$1" "$2")" = "$3" ]; }
main_pid() { property farlink-site MainPID; }
# What the service's own process may do: with its mounts, its groups of devices, its user.
as_service() { nsenter -t "$(main_pid)" -m -- setpriv --reuid farlink --regid farlink --init-groups "$@"; }
in_its_cgroup() { # COMMAND..: devices are let through by group of processes
    # shellcheck disable=SC2016
    sh -c 'echo 0 >/sys/fs/cgroup/system.slice/farlink-site.service/cgroup.procs && exec "$@"' sh "$@"
}
status_has() { grep -qE "^$1:[[:space:]]*$2" "/proc/$(main_pid)/status"; }

# The access point, from outside it.
has_address() { ip -4 addr show wlan0 | grep -q '192\.168\.2\.1/24'; }
is_access_point() { iw dev wlan0 info | grep -q 'type AP' && iw dev wlan0 info | grep -q "ssid $ssid"; }
rules_are_loaded() { nft list table inet farlink_wifi; }
# join_and_lease NAME: a station that was never here.
join_and_lease() {
    if join right wlan1 30 "ssid=\"$ssid\"" scan_freq=2437 key_mgmt=WPA-PSK "psk=\"$passphrase\""; then
        ok "$1-join $(agreed right)"
    else
        fail "$1-join $(tail -n 5 /tmp/right.wpa | tr '\n' ' ')"
    fi
    lease "$1-lease" right wlan1
}
leave() { in_station right wpa_cli -p /tmp/right.ctrl -i wlan1 terminate && rm -f /tmp/right.wpa /tmp/right.status; }
# device TEXT: one message of a device on that WiFi, acknowledged.
device() {
    in_station right farlink device --ca /root/device/ecc.ca.cert.pem --cert /root/device/ecc.esp8266.cert.pem \
        --key /root/device/ecc.esp8266.key.pem -u esp8266 --password-file /root/device/password --template "$1" --count 1
}
open_from_station() { in_station right timeout 3 socat -u /dev/null "TCP:$1,connect-timeout=2"; }

# After a boot nobody has to do anything.
check_nothing_failed() { # NAME
    local failed
    failed=$(systemctl list-units --failed --plain --no-legend | cut -d ' ' -f 1 | tr '\n' ' ')
    if [ -z "$failed" ]; then ok "$1-failed none"; else fail "$1-failed $failed"; fi
    check "$1-no-cycle" not journal_has 'ordering cycle'
}
journal_has() { journalctl --boot --output cat | grep -qE "$1"; }
