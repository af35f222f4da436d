#!/usr/bin/env bash
# Runs the long tests: tens of thousands of seeds, 100,000 crash points, 50 kills of real processes. About half an hour on two cores.
# Needs what eng/test.sh and eng/golden-arm64.sh need. Usage: eng/slow.sh [filter for xUnit, as -method '*Kills*']
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/Farlink.Slow -c Release --nologo -v quiet
eng/golden-arm64.sh
eng/publish.sh
case "$(uname -m)" in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
"artifacts/publish/$rid/farlink" bench radio
FARLINK_NATIVE="$PWD/artifacts/publish/$rid/farlink" tests/Farlink.Slow/bin/Release/net10.0/Farlink.Slow -noColor -noLogo "$@"
