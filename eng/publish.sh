#!/usr/bin/env bash
# Publishes `farlink` as a native file, with SQLite beside it, into artifacts/publish/RID. Any warning of the trimmer or the compiler fails it.
# Usage: eng/publish.sh [linux-x64|linux-arm64]      needs clang and zlib1g-dev
set -euo pipefail
cd "$(dirname "$0")/.."
case "$(uname -m)" in aarch64) host=linux-arm64 ;; *) host=linux-x64 ;; esac
rid=${1:-$host}
dotnet publish src/Farlink -c Release -r "$rid" -p:PublishAot=true --artifacts-path artifacts/build -o "artifacts/publish/$rid" --nologo -v quiet
ls -l "artifacts/publish/$rid/farlink"
