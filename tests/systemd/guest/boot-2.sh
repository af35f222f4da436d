# shellcheck shell=bash
# The power was lost: all comes back by itself. Then what becomes of the access point if its parts are stopped, and the other profile.

start_world
station right phy1
check alone-site within 60 active farlink-site
check alone-rules within 60 rules_are_loaded
check alone-access-point within 60 is_access_point
check alone-address within 10 has_address
subscribe waited 1
start_base
check waited-arrived within 90 arrived waited '/esp8266 over the loss of power'
join_and_lease alone
check_nothing_failed alone

check_parts() {
    systemctl restart NetworkManager
    check manager-back within 60 is_access_point
    systemctl stop farlink-wifi-firewall
    check no-rules-no-access-point within 30 not is_access_point
    systemctl start farlink-ap
    check rules-come-with-it rules_are_loaded
    check access-point-back within 60 is_access_point
    systemctl restart nftables
    check rules-outlive-nftables within 10 rules_are_loaded
}

check_other_profile() {
    check undo farlink wifi --undo
    check undo-access-point within 20 not is_access_point
    check undo-rules not rules_are_loaded
    check hostapd farlink wifi --profile hostapd --ssid "$ssid" --passphrase-file /root/wifi.txt --country FR --apply --yes
    check hostapd-access-point within 60 is_access_point
    check hostapd-rules rules_are_loaded
    check hostapd-doctor farlink doctor --only wifi,dhcp,dns
}

leave
check_parts
check_other_profile
