# Steps of the WiFi machine: the real NetworkManager with our profile, and a real station.
# /files/wifi is what `farlink wifi --profile networkmanager` wrote.
# /files/environment: RADIOS=2; HOST_PORT, an open port of the host's loopback; WPA2_SSID, PASSPHRASE.

start_networkmanager() {
    cp -r /files/wifi/etc/. /etc
    # Every other interface is left alone.
    printf '%s\n' '[main]' 'no-auto-default=*' '[keyfile]' 'unmanaged-devices=except:interface-name:wlan0' \
        >/etc/NetworkManager/conf.d/test.conf
    mkdir -p /run/dbus /run/NetworkManager
    dbus-daemon --system --nofork --nopidfile >/tmp/dbus.log 2>&1 &
    within 10 [ -S /run/dbus/system_bus_socket ]
    wpa_supplicant -u >/tmp/supplicant.log 2>&1 &
    # Without udev it takes a device as ready only where /sys cannot be written, as in a container.
    mount -o remount,ro /sys
    NetworkManager --debug >/tmp/networkmanager.log 2>&1 &
    within 40 has 'wlan0.*state change: .* -> disconnected' /tmp/networkmanager.log || true
    # By itself it would begin after its first scan, eight seconds in this machine.
    check not-alone not within 15 has 'wlan0.*state change: .* -> prepare' /tmp/networkmanager.log
    # Nothing of systemd runs here: what its unit says is done by hand, without the "-" that lets a command fail.
    check unit-up unit_does ExecStartPre
    if within 40 has 'wlan0.*state change: .* -> activated' /tmp/networkmanager.log; then
        ok "active $(iw dev wlan0 info | grep channel)"
    else
        fail "active $(tail -n 15 /tmp/networkmanager.log /tmp/supplicant.log | tr '\n' ' ')"
    fi
}

unit_does() { sh -c "$(sed -n "s/^$1=-\\{0,1\\}//p" /etc/systemd/system/farlink-ap.service)"; }

# Its main process stays as long as the connection.
unit_stays() {
    unit_does ExecStart &
    sleep 2
    kill -0 $!
}
unit_ends() { unit_does ExecStopPost && not unit_does ExecStart; }

opens_from_station() { in_station right timeout 3 socat -u /dev/null "TCP:$1,connect-timeout=2"; }
asks() { in_station right timeout 5 nslookup -type=a "$1" 192.168.2.1 | grep -A 2 '^Name:' | grep -q '192\.168\.2\.1$'; }

station right phy1
start_networkmanager
if join right wlan1 20 "ssid=\"$WPA2_SSID\"" scan_freq=2437 key_mgmt=WPA-PSK "psk=\"$PASSPHRASE\""; then
    ok "right-key $(agreed right)"
else
    fail "right-key $(tail -n 5 /tmp/right.wpa | tr '\n' ' ')"
fi
# What the air says: WPA2 with CCMP, and neither WPA3's handshake, which would not be protected, nor WPS.
ok "offers $(in_station right wpa_cli -p /tmp/right.ctrl -i wlan1 scan_results | awk -F '\t' -v "ssid=$WPA2_SSID" '
    $5 == ssid { print $4 }')"
lease first-lease right wlan1
socat -u TCP-LISTEN:2222,fork,reuseaddr /dev/null &
socat -u TCP-LISTEN:8883,fork,reuseaddr /dev/null &
within 5 socat -u /dev/null TCP:127.0.0.1:2222
# "shared" routes stations wherever the host can go, which these two show; our rules end that, which the next ones show.
check before-port opens_from_station 192.168.2.1:2222
check before-forward opens_from_station "10.0.2.2:$HOST_PORT"
check rules nft -f /etc/farlink/wifi.nft
lease lease right wlan1
check port not opens_from_station 192.168.2.1:2222
check forward not opens_from_station "10.0.2.2:$HOST_PORT"
check broker-port opens_from_station mqtt.com:8883
check name asks mqtt.com
check other-name asks pool.ntp.org
check unit-stays unit_stays
check unit-ends unit_ends
