#!/usr/bin/env bash
# Takes the picture of the dashboard in the README anew, from a demonstration that runs. Needs Debian's chromium-headless-shell.
# Usage: eng/screenshot.sh [FILE]      FILE is docs/images/dashboard.png if not given
set -euo pipefail
cd "$(dirname "$0")/.."

file=${1:-docs/images/dashboard.png}
mkdir -p "$(dirname "$file")"
dotnet build tests/Farlink.Browser.Tests -c Release --nologo -v quiet
FARLINK_SCREENSHOT="$(realpath "$file")" tests/Farlink.Browser.Tests/bin/Release/net10.0/Farlink.Browser.Tests \
    -noColor -noLogo -method '*.Readme_Screenshot_IsOfThisPage'
