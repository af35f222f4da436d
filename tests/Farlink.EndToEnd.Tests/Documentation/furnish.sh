#!/usr/bin/env bash
# What a reader of the documentation has: a site and a base, paired, with certificates and a user, made by the program itself. Each
# folder is what /etc/farlink is there, and certificates have the names and places that farlink init gives them; a test compares.
# Usage: furnish.sh FOLDER      with farlink in the PATH and FARLINK_CA_PASSPHRASE set
set -euo pipefail
cd "$1"
mkdir site base

fingerprint() { grep -oE '([A-Z2-7]{4}-){6}[A-Z2-7]{2}'; }
issue() { farlink pki issue --dir base/pki "$@"; }

# A certificate goes to whoever shows it, and its key with it: none but the CA's own stays with the CA.
# deliver NAME FOLDER [NAME there]
deliver() {
    cp "base/pki/ecc.$1.cert.pem" "$2/ecc.${3:-$1}.cert.pem"
    mv "base/pki/ecc.$1.key.pem" "$2/ecc.${3:-$1}.key.pem"
}

certificates() {
    farlink pki init --dir base/pki
    issue --server --name mqtt.com --address 192.168.2.1 --file raspberry-barn
    issue --server --name house --file base
    issue --client --name esp8266
    issue --client --name viewer
    mkdir base/site-barn
    deliver raspberry-barn base/site-barn raspberry
    deliver esp8266 base/site-barn
    deliver base base
    deliver viewer base
    cp base/pki/ecc.ca.cert.pem base/site-barn/

    # The site is its own device where a page tries one.
    cp base/site-barn/* site/
}

users() {
    mosquitto_passwd -c -b site/passwords esp8266 secret
    printf '%s\n' 'user esp8266' 'topic readwrite /esp8266' 'topic read command/#' >site/acl
    (umask 077 && echo 'correct horse battery' >site/wifi.txt)
    openssl ec -in site/ecc.esp8266.key.pem -pubout -out base/pki/device.pub.pem
    farlink key new site/link.key
}

radio='[radio]
uri = "radiohead-ether://127.0.0.1:4000"
region = "EU868"'
routes='[[route]]
topic = "/esp8266"
[[route]]
topic = "command/#"
direction = "down"'

configurations() {
    cat >site/farlink.toml <<END
role = "site"
name = "barn"
$radio
[broker]
password_file = "passwords"
acl_file = "acl"
[[broker.listener]]
address = "192.168.2.1:8883"
[[broker.listener]]
address = "192.168.2.1:1883"
auth = "plain"
$routes
END
    cat >base/farlink.toml <<END
role = "base"
name = "house"
$radio
[broker]
ca = "pki/ecc.ca.cert.pem"
crl = "pki/ecc.ca.crl.pem"
[upstream]
url = "mqtt://broker.example:1883"
[[site]]
name = "barn"
$routes
END
}

pair() {
    local offer answer
    offer=$(farlink pair offer -c site/farlink.toml --output barn.offer.json | fingerprint)
    answer=$(farlink pair accept barn.offer.json -c base/farlink.toml --output barn.answer.json --fingerprint "$offer" |
        fingerprint)
    farlink pair accept barn.answer.json -c site/farlink.toml --fingerprint "$answer"
    rm barn.offer.json barn.answer.json
}

# Both in one folder, as pages for a try on one host have them.
neighbours() {
    local link='[link]\nstore = "../base/farlink.db"\nelement = "file:../base/base.key.pem"\npairings = "../base/base.pairings"'
    cp site/farlink.toml site/site.toml
    sed -e "/^\[radio\]/i $link" -e 's|"pki/|"../base/pki/|' base/farlink.toml >site/base.toml
}

certificates
users
configurations
pair
neighbours
