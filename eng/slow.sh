#!/usr/bin/env bash
# Runs the long tests: tens of thousands of seeds, 100,000 crash points, 50 kills of real processes, and the packages in a clean Debian,
# under a systemd of their own with WiFi, and on an emulated arm64. About 75 minutes on two cores, as root for the packages.
# Needs what eng/test.sh, eng/golden-arm64.sh, eng/package.sh, eng/test-package.sh and eng/test-systemd.sh need.
# Usage: eng/slow.sh [filter for xUnit, as -method '*Kills*']
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/sbin" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
case "$(uname -m)" in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
for tests in Slow Storage.Tests; do dotnet build "tests/Farlink.$tests" -c Release --nologo -v quiet; done
eng/golden-arm64.sh
eng/package.sh
eng/demo-arm64.sh
for suite in bookworm trixie; do
    eng/test-package.sh "$suite"
    eng/test-systemd.sh "$suite"
done

# The store's tests once more, with the SQLite that ships in the place of NuGet's; docs/adr/0027-packages.md.
rm -rf artifacts/storage-tests
cp -r tests/Farlink.Storage.Tests/bin/Release/net10.0 artifacts/storage-tests
cp "/usr/lib/$(uname -m)-linux-gnu/libsqlite3.so.0" "artifacts/storage-tests/runtimes/$rid/native/libe_sqlite3.so"
artifacts/storage-tests/Farlink.Storage.Tests -noColor -noLogo

"artifacts/publish/$rid/farlink" bench radio
FARLINK_NATIVE="$PWD/artifacts/publish/$rid/farlink" tests/Farlink.Slow/bin/Release/net10.0/Farlink.Slow -noColor -noLogo "$@"
