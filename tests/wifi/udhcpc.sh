#!/bin/sh
# What busybox udhcpc runs on a station: it sets address, router and name server, and prints what the lease said. udhcpc ignores a
# script that is not executable and reports success all the same, so this file's mode matters.
case "$1" in
    deconfig)
        ip -4 addr flush dev "$interface"
        ip link set "$interface" up
        ;;
    bound | renew)
        ip addr add "$ip/$mask" dev "$interface"
        for gateway in $router; do ip route add default via "$gateway"; done
        for server in $dns; do echo "nameserver $server"; done >/etc/resolv.conf
        echo "lease address=$ip/$mask router=$router dns=$dns ntp=$ntpsrv seconds=$lease"
        ;;
esac
