#!/bin/bash
# What happens in the machine at each of its boots, each ended by a loss of power. It prints on the serial line "ok NAME ..",
# "FAIL NAME ..", and at last "power off", upon which the host ends the machine at once.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root
udhcpc=/opt/udhcpc.sh
. /opt/checks.sh
. /opt/farm.sh

boot=$(($(cat /var/lib/test-boots 2>/dev/null || echo 0) + 1))
echo "$boot" >/var/lib/test-boots
sync /var/lib/test-boots
echo "boot $boot"
ok "started-$boot $(uptime_seconds)"
. "/opt/boot-$boot.sh"
# Why, if something failed: what the units say.
if [ -e /tmp/failed ]; then
    journalctl --boot --output short-monotonic --no-hostname --lines 200 --unit 'farlink-*' --unit NetworkManager --unit hostapd --unit house
fi
ok "time-$boot $(uptime_seconds)"
echo "power off"
