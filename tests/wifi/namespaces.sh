#!/usr/bin/env bash
# The site's access point but for the air: a station, the site and the world behind the site's eth0 in three network namespaces, with
# the real dnsmasq, chronyd, nftables and DHCP client, and the files that `farlink wifi` wrote.
#
# Usage: unshare [-Ur] --net --mount --pid --fork --mount-proc --kill-child namespaces.sh WIFI SHOP FARLINK
#   WIFI     what `farlink wifi --output` wrote
#   SHOP     site.toml (broker on 192.168.2.1:8883, radio on the ether at 127.0.0.1:4000), pki/
#   FARLINK  the program
# The namespace it starts in becomes the site's. In a process namespace of its own everything it starts ends with it.
# Prints "ok NAME ..", or "FAIL NAME ..", for each check, then "checks end"; AccessPointTests reads that.
set -euo pipefail
wifi=$1 shop=$2 farlink=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "$shop/namespaces.XXXX")
site=192.168.2.1 site6=fd00:2::1
eth0=203.0.113.1 world=203.0.113.2 # 203.0.113.0/24 is for examples (RFC 5737): nobody is there but us.
credentials=(--cafile "$shop/pki/ecc.ca.cert.pem" --cert "$shop/pki/ecc.esp8266.cert.pem" --key "$shop/pki/ecc.esp8266.key.pem")
checks=()

ok() { echo "ok $*"; }
fail() { echo "FAIL $*"; }
give_up() { # NAME LOG
    fail "$1 $(tr '\n' ' ' <"$2")"
    exit 1
}
check() { # NAME COMMAND..: by its exit status
    if "${@:2}" >"$work/$1.out" 2>&1; then ok "$1"; else fail "$1 $(tr '\n' ' ' <"$work/$1.out")"; fi
}
begin() { # NAME COMMAND..: a check beside the others, for one that waits for an answer that does not come
    check "$@" &
    checks+=($!)
}
all_ended() { wait "${checks[@]}"; }
not() { ! "$@"; }
within() { # SECONDS COMMAND..: repeats it until it succeeds
    local end=$((SECONDS + $1))
    until "${@:2}" 2>/dev/null; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}
in_station() { nsenter -t "$station_pid" -n -m -- "$@"; }
in_world() { nsenter -t "$world_pid" -n -m -- "$@"; }
is_apart() { [ "$(readlink "/proc/$1/ns/mnt")" != "$(readlink /proc/self/ns/mnt)" ]; }
listens() { ss -Htln "sport = :$1" | grep -q .; }
world_listens() { in_world ss -Htln "sport = :$1" | grep -q .; }
opens() { timeout 2 socat -u /dev/null "$1,connect-timeout=1"; }
opens_from_station() { in_station timeout 2 socat -u /dev/null "$1,connect-timeout=1"; }
opens_from_world() { in_world timeout 2 socat -u /dev/null "$1,connect-timeout=1"; }

make_namespaces() {
    # Names come from the name server alone: neither the machine's own hosts file nor its resolver's daemon may answer.
    echo '127.0.0.1 localhost' >"$work/hosts"
    echo 'hosts: files dns' >"$work/nsswitch"
    # The site has a name server of its own upstream, as a Pi has: dnsmasq must not ask it for a station.
    echo "nameserver $world" >"$work/resolv.site"
    : >"$work/resolv.station"
    mount --bind "$work/hosts" /etc/hosts
    mount --bind "$work/nsswitch" /etc/nsswitch.conf
    mount --bind "$work/resolv.site" /etc/resolv.conf
    # chronyd makes the socket for the base's time there.
    mount -t tmpfs run /run
    unshare -n -m sleep infinity &
    station_pid=$!
    unshare -n -m sleep infinity &
    world_pid=$!
    within 5 is_apart "$station_pid"
    within 5 is_apart "$world_pid"
    in_station mount --bind "$work/resolv.station" /etc/resolv.conf
}

connect_namespaces() {
    ip link set lo up
    ip link add wlan0 type veth peer name wlan0 netns "$station_pid"
    ip link add eth0 type veth peer name eth0 netns "$world_pid"
    ip addr add "$site/24" dev wlan0
    # Detection of duplicates would hold back IPv6 addresses for a second (RFC 4862, 5.4).
    ip addr add "$site6/64" dev wlan0 nodad
    ip link set wlan0 up
    ip addr add "$eth0/24" dev eth0
    ip link set eth0 up
    in_station ip link set lo up
    in_station ip addr add fd00:2::2/64 dev wlan0 nodad
    in_station ip link set wlan0 up
    in_world ip link set lo up
    in_world ip addr add "$world/24" dev eth0
    in_world ip link set eth0 up
    in_world ip route add 192.168.2.0/24 via "$eth0"
    # The worst a Pi can be set to, and what NetworkManager's "shared" does.
    sysctl -qw net.ipv4.ip_forward=1
}

start_servers() {
    # --no-daemon: in a user namespace that knows one id only dnsmasq cannot change its group, and need not here.
    # The world answers every name with an address of its own, and notes who asked.
    in_world dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --address=/#/198.51.100.9 --log-queries --pid-file= \
        >"$work/world.log" 2>&1 &
    dnsmasq --no-daemon --conf-file="$wifi/etc/dnsmasq.d/farlink.conf" --dhcp-leasefile="$work/leases" --pid-file= \
        >"$work/dnsmasq.log" 2>&1 &
    in_world socat -u TCP-LISTEN:8080,fork,reuseaddr /dev/null &
    socat -u TCP-LISTEN:2222,fork,reuseaddr /dev/null &
    socat -u TCP6-LISTEN:2223,ipv6only=1,fork,reuseaddr /dev/null &
    printf '%s\n' "include $wifi/etc/chrony/conf.d/farlink.conf" "pidfile $work/chronyd.pid" 'cmdport 0' 'bindcmdaddress /' \
        >"$work/chrony.conf"
    # -x: it answers with the machine's clock and leaves that alone. -U and -u root: as for dnsmasq there is one id only.
    chronyd -d -x -U -u root -f "$work/chrony.conf" >"$work/chronyd.log" 2>&1 &
    "$farlink" sim ether --listen 127.0.0.1:4000 >"$work/ether.log" 2>&1 &
    within 20 grep -q 'Ether on' "$work/ether.log"
    "$farlink" site -c "$shop/site.toml" --log-level debug >"$work/site.log" 2>&1 &
    within 10 listens 2222
    within 10 listens 2223
    within 10 world_listens 8080
    within 10 grep -q started "$work/world.log"
    within 10 grep -q started "$work/dnsmasq.log" || give_up dnsmasq "$work/dnsmasq.log"
    within 10 [ -S /run/chrony.farlink.sock ] || give_up chronyd "$work/chronyd.log"
    within 20 grep -q 'is running' "$work/site.log" || give_up site "$work/site.log"
}

# Without the rules everything is open: what is closed afterwards is closed by them.
check_without_rules() {
    in_station ip addr add 192.168.2.250/24 dev wlan0
    in_station ip route add default via "$site"
    check before-port opens_from_station "TCP:$site:2222"
    check before-forward opens_from_station "TCP:$world:8080"
    check before-ipv6 opens_from_station "TCP6:[$site6]:2223"
    in_station ip -4 addr flush dev wlan0
    check rules nft -f "$wifi/etc/farlink/wifi.nft"
}

take_lease() {
    in_station timeout 15 busybox udhcpc -i wlan0 -s "$here/udhcpc.sh" -n -q -f -t 5 -T 1 -O ntpsrv -x hostname:esp8266 \
        >"$work/udhcpc.log" 2>&1 || true
    grep '^lease ' "$work/udhcpc.log" | sed 's/^/ok /' || fail "lease $(cat "$work/udhcpc.log" "$work/dnsmasq.log" | tr '\n' ' ')"
}

check_rules() {
    begin port not opens_from_station "TCP:$site:2222"
    begin eth0-port not opens_from_station "TCP:$eth0:2222"
    begin ipv6 not opens_from_station "TCP6:[$site6]:2223"
    begin forward not opens_from_station "TCP:$world:8080"
    begin broker-port opens_from_station "TCP:$site:8883"
    begin clock clock_answers in_station "$site"
    # Nobody else is told the time: "allow" has the devices' network alone.
    begin clock-from-world not clock_answers in_world "$eth0"
    begin world-from-site opens "TCP:$world:8080"
    begin site-from-world opens_from_world "TCP:$eth0:2222"
    all_ended
}
clock_answers() { # WHERE SERVER: a real client, which changes nothing (-Q)
    "$1" chronyd -Q -U -u root -t 3 "server $2 iburst maxsamples 1" "pidfile $work/$1.pid" 'cmdport 0' 'bindcmdaddress /'
}

check_names() {
    ok "mqtt.com-a $(ask mqtt.com a)"
    ok "mqtt.com-aaaa $(ask mqtt.com aaaa)"
    ok "other-a $(ask pool.ntp.org a)"
    ok "other-aaaa $(ask pool.ntp.org aaaa)"
    # That the world's name server hears anything at all is shown by the site's own question.
    timeout 5 busybox nslookup -type=a control.example >/dev/null 2>&1 || true
    ok "upstream $(sed -n 's/.*query\[[A-Z]*\] \([^ ]*\).*/\1/p' "$work/world.log" | tr '\n' ' ')"
}
# NAME TYPE: the status and the addresses that the name server of the lease answers.
ask() {
    in_station timeout 5 busybox nslookup "-type=$2" "$1" 2>&1 | awk '
        /find/ { status = $NF }
        /^Server:/ { status = "NOERROR" }
        /^Name:/ { named = 1 }
        named && /^Address:/ { addresses = addresses " " $2 }
        END { print status addresses }'
}

check_messages() {
    in_station stdbuf -oL timeout 30 mosquitto_sub -d -i watcher -h mqtt.com -p 8883 -u esp8266 -P secret "${credentials[@]}" -q 1 \
        -t /esp8266 >"$work/sub.log" 2>&1 &
    within 10 grep -q 'received SUBACK' "$work/sub.log" || fail "subscriber $(tr '\n' ' ' <"$work/sub.log")"
    begin wrong-password not publish 'wrong password' -u esp8266 -P wrong "${credentials[@]}"
    begin no-certificate not publish 'no certificate' -u esp8266 -P secret --cafile "$shop/pki/ecc.ca.cert.pem"
    check device in_station timeout 20 "$farlink" device --host mqtt.com "${credentials[@]}" -u esp8266 -P secret --count 2 \
        --interval 100ms
    all_ended
    check mosquitto publish 'from mosquitto' -u esp8266 -P secret "${credentials[@]}"
    within 10 grep -q 'from mosquitto' "$work/sub.log" || true
    ok "messages $(grep -vE '^(Client|Subscribed)' "$work/sub.log" | tr '\n' '|')"
    check password-reason grep -q 'wrong user name or password (user esp8266)' "$work/site.log"
    check certificate-reason grep -q 'no certificate was shown' "$work/site.log"
}
publish() { # MESSAGE OPTION..
    # A client that is refused a TLS 1.3 handshake may try without end.
    in_station timeout 3 mosquitto_pub -i station -h mqtt.com -p 8883 -q 1 -t /esp8266 -m "$@"
}

make_namespaces
connect_namespaces
start_servers
check_without_rules
take_lease
check_rules
check_names
check_messages
echo "checks end"
