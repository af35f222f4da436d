#!/bin/sh
# Holds the namespaces in which commands of the documentation run: every port is free there, and names and addresses are those
# of the documentation. unshare --net --mount --uts hold.sh FOLDER; prints "ready". It ends by itself.
set -eu
folder=$1
longest_seconds=300
cat >"$folder/hosts" <<END
127.0.0.1 localhost broker.example
127.0.0.2 house
192.168.2.1 mqtt.com
END
echo 'hosts: files' >"$folder/nsswitch"
hostname house
ip link set lo up
ip address add 192.168.2.1/24 dev lo
mount --bind "$folder/hosts" /etc/hosts
mount --bind "$folder/nsswitch" /etc/nsswitch.conf
echo ready
exec sleep "$longest_seconds"
