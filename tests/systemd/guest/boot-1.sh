# shellcheck shell=bash
# From the package to a site that runs, as docs/quickstart.md has it, with NetworkManager, which Raspberry Pi OS has. Then what systemd
# does to the service, and what the service may do to the host.

install_package() {
    check install apt-get install -y --no-install-recommends /opt/farlink.deb
    check not-enabled [ "$(systemctl is-enabled farlink-site farlink-base | sort -u)" = disabled ]
    check not-started not active farlink-site
    # Without a configuration it says why it does not start, and fails nothing.
    check start-without-configuration systemctl start farlink-site
    check still-not-started not active farlink-site
}

set_up() {
    local base=(--role base --name house --site barn --country FR --region EU868 --radio ether://127.0.0.1:4001 --preset seed
        --upstream mqtt://127.0.0.1:1883 --device esp8266 --output /etc/house --state /var/lib/house --yes --no-doctor)
    printf '%s' "$passphrase" >/root/wifi.txt
    chmod 600 /root/wifi.txt
    start_world
    check init-base env FARLINK_CA_PASSPHRASE='a secret of the CA' farlink init "${base[@]}"
    cp -r /etc/house/site-barn /root/device
    check init-site farlink init --role site --certificates /etc/house/site-barn --radio 'ether://127.0.0.1:4001?x=800' \
        --wifi --ssid "$ssid" --passphrase-file /root/wifi.txt --channel 6 --yes --no-doctor
    sed -n 's/^ *device esp8266, password //p' /tmp/init-site.out >/root/device/password
    chmod 600 /root/device/password
    (echo yes | farlink pair -c /etc/house/farlink.toml >/tmp/pair-base 2>&1) &
    # shellcheck disable=SC2016
    check pair sh -c 'echo yes | runuser -u farlink -- farlink pair -c "$0"' "$config"
    wait $!
}

start() {
    check enable systemctl enable --now farlink-site
    check active active farlink-site
    check radio-works within 10 site_says 'is running'
    check tells-its-state within 30 says_links
}
says_links() { property farlink-site StatusText | grep -qE '1 of 1'; }

check_sandbox() {
    check user status_has Uid "$(id -u farlink)[[:space:]]+$(id -u farlink)[[:space:]]+$(id -u farlink)"
    check groups [ "$(id -nG farlink | tr ' ' '\n' | sort | xargs)" = "dialout farlink gpio i2c spi" ]
    check no-capabilities status_has CapEff 0000000000000000
    check no-new-privileges status_has NoNewPrivs 1
    check filtered status_has Seccomp 2
    check memory-is-roots [ "$(stat -c %u "/proc/$(main_pid)/io")" = 0 ]
    check no-core [ "$(sed -n 's/^Max core file size *\([0-9]*\).*/\1/p' "/proc/$(main_pid)/limits")" = 0 ]
    check state-is-its-own as_service touch /var/lib/farlink/probe
    check configuration-is-not not as_service touch "$config"
    check system-is-not nsenter -t "$(main_pid)" -m -- sh -c '! touch /usr/bin/probe /etc/probe /var/probe'
    check homes-are-hidden [ -z "$(nsenter -t "$(main_pid)" -m -- ls -A /root)" ]
    check device-i2c in_its_cgroup sh -c 'exec 3<>/dev/i2c-0'
    check device-disk not in_its_cgroup sh -c 'exec 3</dev/vda'
    check private as_private
}
as_private() { [ "$(stat -c %a:%U /var/lib/farlink)" = 700:farlink ] && [ "$(stat -c %a /var/lib/farlink/*.db | sort -u)" = 600 ]; }

check_journal() {
    journalctl --boot --unit farlink-site --output json >/tmp/journal
    check journal-priority grep -q '"PRIORITY":"6"' /tmp/journal
    check journal-ids site_says '\[[0-9]{4}\]'
    check journal-no-secrets not grep -qF -e "$passphrase" -e "$(cat /root/device/password)" /tmp/journal
    check reload systemctl reload farlink-site
    check reload-told within 10 site_says '[Cc]onfiguration was read again'
}

# A service that hangs, one that is killed, and a configuration that is wrong.
check_restarts() {
    local before
    mkdir -p /etc/systemd/system/farlink-site.service.d
    printf '[Service]\nWatchdogSec=8\nRestartSec=1\n' >/etc/systemd/system/farlink-site.service.d/test.conf
    systemctl daemon-reload
    systemctl restart farlink-site
    before=$(main_pid)
    kill -STOP "$before"
    check watchdog within 120 is_other "$before"
    check watchdog-told journal_has 'farlink-site.service: Watchdog timeout'
    before=$(main_pid)
    kill -KILL "$before"
    check killed within 120 is_other "$before"
    rm -r /etc/systemd/system/farlink-site.service.d
    systemctl daemon-reload
    cp -p "$config" /root/farlink.toml
    echo 'nonsense = 1' >>"$config"
    check wrong-reload not systemctl reload farlink-site
    check wrong-reload-runs-on active farlink-site
    check wrong-configuration not systemctl restart farlink-site
    check wrong-configuration-status is_property farlink-site ExecMainStatus 2
    check wrong-configuration-once is_property farlink-site ActiveState failed
    check wrong-configuration-told site_says 'nonsense'
    cp -p /root/farlink.toml "$config"
    check right-configuration systemctl restart farlink-site
}
is_other() { [ "$(main_pid)" != "$1" ] && [ "$(main_pid)" != 0 ] && active farlink-site; }

station right phy1
# NetworkManager starts a dnsmasq of its own, which finds the ports of Debian's service taken.
check_other_dnsmasq() {
    systemctl start dnsmasq
    check other-dnsmasq not farlink wifi --ssid "$ssid" --passphrase "$passphrase" --country FR --apply --yes
    check other-dnsmasq-cure has 'systemctl disable --now dnsmasq' /tmp/other-dnsmasq.out
    check other-dnsmasq-nothing [ ! -e /etc/farlink/wifi.nft ]
    check other-dnsmasq-off systemctl disable --now dnsmasq
}

install_package
check_other_dnsmasq
set_up
start_base
start
check nm-rules rules_are_loaded
check nm-access-point within 60 is_access_point
check nm-address has_address
join_and_lease nm
check nm-nothing-else not open_from_station 192.168.2.1:2222
subscribe first 1
check first-taken device 'the first'
check first-arrived within 60 arrived first '/esp8266 the first'
check_sandbox
check_journal
check_restarts
check doctor farlink doctor
sed 's/^/doctor: /' /tmp/doctor.out
# The base is off; what the device is told is safe must be there after the power was lost.
systemctl stop house
check waits-taken device 'over the loss of power'
