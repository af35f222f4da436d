# shellcheck shell=bash
# Debian's packages without installing them; sourced by the scripts that make the WiFi machine's files.

# As root apt would read as user _apt, who may not see our folder, and in a user namespace cannot become it.
apt=(-o APT::Sandbox::User=root)
[ -z "${APT_LISTS:-}" ] || apt+=(-o "Dir::State::Lists=$APT_LISTS")
started=("$0" "$@")

# version_of PACKAGE
version_of() { apt-cache "${apt[@]}" show --no-all-versions "$1" 2>/dev/null | sed -n 's/^Version: //p' | grep .; }

# download FOLDER PACKAGE..
download() { (cd "$1" && apt-get "${apt[@]}" download -q "${@:2}") >&2; }

# This machine's lists of packages may be missing, as in a container's image, or too old, and are not ours to renew. Then the script
# starts once more with lists of its own, in the cache.
again_with_own_lists() { # CACHE WHAT
    [ -z "${work:-}" ] || rm -rf "$work"
    export APT_LISTS=$1/lists
    mkdir -p "$APT_LISTS/partial"
    if [ "${#apt[@]}" -gt 2 ] || ! apt-get "${apt[@]}" -o "Dir::State::Lists=$APT_LISTS" update -qq >&2; then
        echo "Cannot get $2 from Debian's archive. Cure: apt-get update, and a network" >&2
        exit 1
    fi
    exec "${started[@]}"
}
