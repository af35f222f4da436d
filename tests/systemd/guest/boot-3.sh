# shellcheck shell=bash
# hostapd's access point comes back by itself too. Then a backup, which silences the link for up to an hour, and upgrade, removal and
# purge, under a systemd that runs.

start_world
station right phy1
check hostapd-alone-site within 60 active farlink-site
check hostapd-alone-rules within 60 rules_are_loaded
check hostapd-alone-access-point within 60 is_access_point
check hostapd-alone-address has_address
join_and_lease hostapd
check_nothing_failed hostapd
start_base
subscribe third 1
check third-taken device 'over hostapd'
check third-arrived within 90 arrived third '/esp8266 over hostapd'
check hostapd-nothing-else not open_from_station 192.168.2.1:2222
systemctl stop farlink-wifi-firewall
check no-rules-no-hostapd within 30 not is_access_point
systemctl start hostapd
check hostapd-back within 60 is_access_point
check hostapd-back-rules rules_are_loaded

check_backup() {
    export FARLINK_BACKUP_PASSPHRASE='a secret of the backup'
    check backup farlink backup -c "$config" --to /root/barn.backup
    systemctl stop farlink-site
    find /etc/farlink -mindepth 1 -not -name farlink.env -delete
    find /var/lib/farlink -mindepth 1 -delete
    check restore farlink restore /root/barn.backup -c "$config" --yes
    check restored-starts systemctl start farlink-site
    check restored-owner [ -z "$(find /var/lib/farlink -not -user farlink)" ]
    check restored-runs within 60 site_says 'is running'
}

check_backup
before=$(main_pid)
check upgrade apt-get install -y --no-install-recommends /opt/newer.deb
check upgrade-restarts [ "$(main_pid)" != "$before" ]
check upgrade-active active farlink-site
check remove apt-get remove -y farlink
check remove-stops not active farlink-site
check remove-keeps [ -e "$config" ]
check remove-access-point within 30 not is_access_point
check remove-rules not rules_are_loaded
# Whether it is started with the system is remembered until the purge.
check remove-files [ -z "$(find /etc -name '*farlink*' -not -path '/etc/farlink*' -not -path '*.wants/farlink-site.service')" ]
check purge apt-get purge -y farlink
check purge-leaves-nothing [ -z "$(find /etc/farlink /var/lib/farlink /run/farlink 2>/dev/null)" ]
check purge-user not getent passwd farlink
