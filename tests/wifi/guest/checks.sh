# shellcheck shell=sh
# Checks, stations and leases: what the virtual machines say and do; sourced. Needs udhcpc, the path of udhcpc.sh.

ok() { echo "ok $*"; }
fail() { echo "FAIL $*" && : >/tmp/failed; }
check() { # NAME COMMAND..: by its exit status
    local name=$1
    shift
    if "$@" >"/tmp/$name.out" 2>&1; then ok "$name"; else fail "$name $(tr '\n' ' ' <"/tmp/$name.out")"; fi
}
not() { ! "$@"; }
within() { # SECONDS COMMAND..: repeats it until it succeeds
    local end=$(($(uptime_seconds) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(uptime_seconds)" -le "$end" ] || return 1
        sleep 0.1
    done
}
uptime_seconds() { cut -d . -f 1 /proc/uptime; }
has() { grep -qE "$1" "$2"; }
is_apart() { [ "$(readlink "/proc/$1/ns/mnt")" != "$(readlink /proc/self/ns/mnt)" ]; }

# station NAME RADIO: a namespace of network and mounts with that radio, so that what it hears it hears by radio. Its process: $pid_NAME.
station() {
    unshare -n -m sleep 999 &
    eval "pid_$1=$!"
    within 5 is_apart $!
    iw phy "$2" set netns $!
    : >"/tmp/resolv.$1"
    in_station "$1" mount --bind "/tmp/resolv.$1" /etc/resolv.conf
    in_station "$1" ip link set lo up
}
in_station() {
    local pid
    eval "pid=\$pid_$1"
    shift
    nsenter -t "$pid" -n -m -- "$@"
}

# join NAME INTERFACE SECONDS LINE..: wpa_supplicant with this network; true if it is connected in time. Its log: /tmp/NAME.wpa.
join() {
    local name=$1 interface=$2 seconds=$3
    shift 3
    { printf 'ctrl_interface=/tmp/%s.ctrl\nnetwork={\n' "$name"; printf '%s\n' "$@" '}'; } >"/tmp/$name.conf"
    in_station "$name" wpa_supplicant -B -i "$interface" -c "/tmp/$name.conf" -f "/tmp/$name.wpa" -P "/tmp/$name.pid"
    within "$seconds" is_joined_or_refused "$name" "$interface"
    is_joined "$name" "$interface"
}
is_joined() { in_station "$1" wpa_cli -p "/tmp/$1.ctrl" -i "$2" status >"/tmp/$1.status" && has wpa_state=COMPLETED "/tmp/$1.status"; }
is_joined_or_refused() { is_joined "$@" || has 'reason=WRONG_KEY|CTRL-EVENT-AUTH-REJECT' "/tmp/$1.wpa"; }
# What it agreed on: key_mgmt, cipher, protected management frames.
agreed() { grep -E '^(key_mgmt|pairwise_cipher|pmf)=' "/tmp/$1.status" | tr '\n' ' '; }

lease() { # NAME STATION INTERFACE
    in_station "$2" udhcpc -i "$3" -s "$udhcpc" -n -q -f -t 10 -T 1 -O ntpsrv -x hostname:esp8266 >"/tmp/$1.out" 2>&1
    if has '^lease ' "/tmp/$1.out"; then
        ok "$(sed -n "s/^lease/$1/p" "/tmp/$1.out")"
    else
        fail "$1 $(cat "/tmp/$1.out" /tmp/dnsmasq.log 2>/dev/null | tr '\n' ' ')"
    fi
}
