#!/usr/bin/env bash
# Runs every test. On Debian it first installs what the tests need and is missing, after showing it; it starts no service.
# Usage: eng/test.sh [--yes]      --yes installs without asking
# The last line is "N passed, N failed[, N skipped]", summed over all test projects; the exit status is the tests'.
set -euo pipefail
cd "$(dirname "$0")/.."

yes=
case "${1:-}" in
    --yes) yes=1 ;;
    '') ;;
    *) echo "usage: eng/test.sh [--yes]" >&2; exit 2 ;;
esac

# A tool the tests run, and the Debian package that has it.
needs=(
    "command:mosquitto:mosquitto" "command:mosquitto_sub:mosquitto-clients" "command:openssl:openssl"
    "command:tshark:tshark" "command:prlimit:util-linux"
    "command:chronyd:chrony"
    "command:clang:clang" "file:/usr/include/zlib.h:zlib1g-dev" "file:/usr/lib/$(uname -m)-linux-gnu/libsqlite3.a:libsqlite3-dev"
    "command:groff:groff-base" "command:zsh:zsh" "command:fish:fish"
    "command:softhsm2-util:softhsm2" "command:pkcs11-tool:opensc" "file:/usr/lib/$(uname -m)-linux-gnu/engines-3/pkcs11.so:libengine-pkcs11-openssl"
    "command:curl:curl"
    "command:zstd:zstd" "command:xz:xz-utils" "command:zpaq:zpaq"
    "command:dnsmasq:dnsmasq-base" "command:hostapd:hostapd" "command:nft:nftables"
    "command:busybox:busybox-static" "command:socat:socat" "command:ip:iproute2"
    "command:sysctl:procps"
    "command:node:nodejs" "command:npm:npm" "command:chromium-headless-shell:chromium-headless-shell" "file:/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf:fonts-dejavu-core"
    "command:wpa_supplicant:wpasupplicant" "command:iw:iw" "command:depmod:kmod" "command:cpio:cpio"
    "command:prometheus:prometheus" "command:promtool:prometheus"
    "command:qemu-system-x86_64:qemu-system-x86" "file:/lib/firmware/regulatory.db-debian:wireless-regdb"
)

missing() {
    local need kind what package
    for need in "${needs[@]}"; do
        IFS=: read -r kind what package <<<"$need"
        case "$kind" in
            command) PATH="$PATH:/usr/sbin" command -v "$what" >/dev/null || echo "$package" ;;
            file) [ -e "$what" ] || echo "$package" ;;
        esac
    done
}

# A package may bring a service, as mosquitto does. policy-rc.d keeps the installer from starting it; it is taken away again.
install() {
    local policy=/usr/sbin/policy-rc.d made= sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo apt-get update -qq
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
        $sudo chmod 755 "$policy"
        made=1
    fi
    local status=0
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" || status=$?
    [ -z "$made" ] || $sudo rm -f "$policy"
    local service
    for service in mosquitto prometheus; do
        if [ -d /run/systemd/system ] && [[ " $* " == *" $service "* ]]; then $sudo systemctl disable "$service" >/dev/null 2>&1 || true; fi
    done
    return "$status"
}

ensure_packages() {
    local packages=()
    mapfile -t packages < <(missing)
    [ "${#packages[@]}" -gt 0 ] || return 0
    local line="apt-get install --no-install-recommends ${packages[*]}"
    if ! command -v apt-get >/dev/null; then
        echo "The tests need: ${packages[*]} (Debian's names). Install them and run this again." >&2
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "The tests need packages that are missing. As root: $line" >&2
        exit 1
    fi
    echo "The tests need Debian packages that are missing: ${packages[*]}"
    apt-get install --no-install-recommends --simulate "${packages[@]}" 2>/dev/null | grep '^Inst' | sed 's/^Inst/  /' || true
    apt-get install --no-install-recommends --assume-no "${packages[@]}" 2>/dev/null | grep -E '^(Need to get|After this)' | sed 's/^/  /' || true
    if [ -z "$yes" ] && [ "$(id -u)" -ne 0 ]; then
        if [ ! -t 0 ]; then
            echo "Nobody to ask. Run with --yes, or: sudo $line" >&2
            exit 1
        fi
        read -r -p "Install them with sudo? [y/N] " answer
        case "$answer" in [yY]*) ;; *) echo "Then: sudo $line" >&2; exit 1 ;; esac
    fi
    install "${packages[@]}"
    mapfile -t packages < <(missing)
    [ "${#packages[@]}" -eq 0 ] || { echo "Still missing: ${packages[*]}" >&2; exit 1; }
}

ensure_packages
export PATH="$PATH:/usr/sbin" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

echo "== build"
dotnet restore Farlink.slnx --verbosity quiet

# The native program takes as long as all tests' projects: both at once. A failure of either ends this run. What the analysers of the
# trimmer and of native code know, the compilers of the native program know better.
work=$(mktemp -d)
eng/publish.sh >"$work/publish" 2>&1 &
publish=$!
trap '[ -z "$publish" ] || kill "$publish" 2>/dev/null || true; rm -rf "$work"' EXIT
dotnet build Farlink.slnx -c Release --no-restore -p:FarlinkRequirePage=true --nologo -v quiet \
    -p:EnableTrimAnalyzer=false -p:EnableAotAnalyzer=false -p:EnableSingleFileAnalyzer=false
echo "== format"
dotnet format whitespace . --folder --verify-no-changes --exclude src/Farlink.Dashboard/page/node_modules artifacts

native_program() {
    local published=0
    wait "$publish" || published=$?
    publish=
    echo "== native program"
    cat "$work/publish"
    [ "$published" -eq 0 ] || exit "$published"
    case "$(uname -m)" in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
    export FARLINK_NATIVE="$PWD/artifacts/publish/$rid/farlink"
}

# Radios and services wait more than they compute; what only computes has the time that they leave, and the native program is still
# being made perhaps. Real processes and pages come last and have the processors to themselves, one project at a time.
waiting=(Radios Runtime)
processes=(EndToEnd Browser)
computing=()
for project in tests/*/*.Tests.csproj; do
    name=$(basename "$project" .Tests.csproj)
    name=${name#Farlink}
    [[ " ${waiting[*]} ${processes[*]} " == *" ${name#.} "* ]] || computing+=("${name#.}")
done

# The name of a project's tests, and of their program.
program() { if [ -z "$1" ]; then echo Farlink.Tests; else echo "Farlink.$1.Tests"; fi; }

# Runs a project, at a niceness, and prints what it said.
run_tests() {
    local name how=() niceness=${2:-0}
    name=$(program "$1")
    case "$1" in
        Radios) how=(-parallelMode none) ;;
        EndToEnd) how=(-maxThreads 4) ;;
    esac
    nice -n "$niceness" "tests/$name/bin/Release/net10.0/$name" -noColor -noLogo "${how[@]}" >"$work/$name" 2>&1 || touch "$work/failed"
    flock "$work" sh -c 'echo "== $1"; grep -vE "^ *(Starting|Discovering|Discovered|Finished):|^$" "$2" || true' sh "$name" "$work/$name"
}

pids=()
for name in "${waiting[@]}"; do
    run_tests "$name" &
    pids+=($!)
done
for name in "${computing[@]}"; do run_tests "$name" 19; done
wait "${pids[@]}"
native_program
for name in "${processes[@]}"; do run_tests "$name"; done

passed=0 failed=0 skipped=0
# Adds up the summary of a project:
# "   NAME  Total: 134, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.3s"
account() {
    local name summary
    name=$(program "$1")
    summary=$(grep -E "Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+" "$work/$name" | tail -n 1 || true)
    if [[ $summary =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
        passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4]))
        failed=$((failed + BASH_REMATCH[2] + BASH_REMATCH[3]))
        skipped=$((skipped + BASH_REMATCH[4]))
        [ "${BASH_REMATCH[1]}" -gt 0 ] || { echo "$name ran no test" >&2; failed=$((failed + 1)); }
    else
        echo "$name ended without a summary" >&2
        failed=$((failed + 1))
    fi
}

for name in "${computing[@]}" "${waiting[@]}" "${processes[@]}"; do account "$name"; done

# No test skips for want of a tool: ensure_packages has stopped us before.
status=0
[ "$failed" -eq 0 ] && [ ! -e "$work/failed" ] || status=1
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
exit "$status"
