# Steps of the WiFi machine: the real hostapd with our files, and real stations that may join and that may not.
# /files/wpa2 and /files/wpa3 are what `farlink wifi --profile hostapd` wrote, with channel 13 in the second.
# /files/environment: RADIOS=6; BROKER_PORT, the broker on the host's loopback; WPA2_SSID, WPA3_SSID, PASSPHRASE.

# access_point NAME FILE [STATION]: starts hostapd, there if named, and waits for its verdict.
access_point() {
    if [ -n "${3:-}" ]; then in_station "$3" hostapd "$2" >"/tmp/$1.log" 2>&1 & else hostapd "$2" >"/tmp/$1.log" 2>&1 & fi
    hostapd_pid=$!
    within 15 has 'AP-ENABLED|AP-DISABLED|errors found' "/tmp/$1.log"
}
report_access_point() { # NAME
    if has AP-ENABLED "/tmp/$1.log"; then ok "$1"; else fail "$1 $(tr '\n' ' ' <"/tmp/$1.log")"; fi
}

# What `farlink wifi` refuses itself: shows that the kernel, which knows the country's law, sees it the same way.
check_channel_of_another_country() {
    sed 's/^country_code=.*/country_code=US/; s/^channel=.*/channel=13/' /files/wpa2/etc/hostapd/hostapd.conf >/tmp/us.conf
    access_point us-13 /tmp/us.conf
    if has 'not allowed for AP mode' /tmp/us-13.log && not has AP-ENABLED /tmp/us-13.log; then
        ok "us-13 refused"
    else
        fail "us-13 $(tr '\n' ' ' </tmp/us-13.log)"
    fi
    kill "$hostapd_pid" 2>/dev/null
    wait "$hostapd_pid"
}

check_wrong_key() {
    if join wrong wlan3 20 "ssid=\"$WPA2_SSID\"" scan_freq=2437 key_mgmt=WPA-PSK 'psk="not the passphrase"'; then
        fail "wrong-key joined"
    elif has reason=WRONG_KEY /tmp/wrong.wpa; then
        ok "wrong-key refused"
    else
        fail "wrong-key $(tail -n 5 /tmp/wrong.wpa | tr '\n' ' ')"
    fi
}

check_sae() {
    station second phy1
    in_station second ip link set wlan1 name wlan0
    # Each hostapd has a control socket, named after its interface.
    in_station second mount -t tmpfs run /run
    access_point fr-13 /files/wpa3/etc/hostapd/hostapd.conf second
    report_access_point fr-13
    if join sae wlan4 20 "ssid=\"$WPA3_SSID\"" scan_freq=2472 key_mgmt=SAE ieee80211w=2 "sae_password=\"$PASSPHRASE\""; then
        ok "sae $(agreed sae)"
    else
        fail "sae $(tail -n 5 /tmp/sae.wpa | tr '\n' ' ')"
    fi
}

# Two stations of one access point do not reach each other, though the site reaches both. That they do as soon as hostapd is told
# so shows that nothing else keeps them apart.
check_isolation() {
    local right
    if join near wlan5 20 "ssid=\"$WPA2_SSID\"" scan_freq=2437 key_mgmt=WPA-PSK "psk=\"$PASSPHRASE\""; then
        ok near
    else
        fail "near $(tail -n 5 /tmp/near.wpa | tr '\n' ' ')"
    fi
    lease near-lease near wlan5
    right=$(in_station right ip -4 -o addr show wlan2 | sed -n 's/.* inet \([0-9.]*\)\/.*/\1/p')
    in_station right socat -u TCP-LISTEN:2222,fork,reuseaddr /dev/null &
    check from-site within 5 socat -u /dev/null "TCP:$right:2222,connect-timeout=1"
    check isolated not opens_from_near "$right:2222"
    hostapd_cli -i wlan0 set ap_isolate 0 >/dev/null
    hostapd_cli -i wlan0 update_beacon >/dev/null
    check not-isolated within 5 opens_from_near "$right:2222"
    hostapd_cli -i wlan0 set ap_isolate 1 >/dev/null
    hostapd_cli -i wlan0 update_beacon >/dev/null
    check isolated-again not opens_from_near "$right:2222"
}
opens_from_near() { in_station near timeout 3 socat -u /dev/null "TCP:$1,connect-timeout=2"; }

# host 127.0.0.1:forwarded -> here:12000 -> the station's namespace -> mqtt.com:8883 by air -> here -> broker on the host's loopback
open_bridge() {
    socat "TCP-LISTEN:8883,bind=192.168.2.1,fork,reuseaddr" "TCP:10.0.2.2:$BROKER_PORT" &
    in_station right socat UNIX-LISTEN:/tmp/air,fork TCP:mqtt.com:8883 &
    socat TCP-LISTEN:12000,fork,reuseaddr UNIX-CONNECT:/tmp/air &
    within 5 [ -S /tmp/air ]
    ok bridge
}

station right phy2
station wrong phy3
station sae phy4
station near phy5
check_channel_of_another_country
ip addr add 192.168.2.1/24 dev wlan0
access_point fr-6 /files/wpa2/etc/hostapd/hostapd.conf
report_access_point fr-6
check rules nft -f /files/wpa2/etc/farlink/wifi.nft
dnsmasq --no-daemon --conf-file=/files/wpa2/etc/dnsmasq.d/farlink.conf --dhcp-leasefile=/tmp/leases --pid-file= >/tmp/dnsmasq.log 2>&1 &
check_wrong_key &
wrong_job=$!
check_sae &
sae_job=$!
if join right wlan2 20 "ssid=\"$WPA2_SSID\"" scan_freq=2437 key_mgmt=WPA-PSK "psk=\"$PASSPHRASE\""; then
    ok "right-key $(agreed right)"
else
    fail "right-key $(tail -n 5 /tmp/right.wpa | tr '\n' ' ')"
fi
lease lease right wlan2
check_isolation
open_bridge
wait "$wrong_job" "$sae_job"
