#!/usr/bin/env bash
# Writes what Farlink.Protocol shows to the outside into its PublicAPI.Unshipped.txt, so that a change of it is a diff to review.
set -euo pipefail
cd "$(dirname "$0")/../src/Farlink.Protocol"
echo '#nullable enable' > PublicAPI.Unshipped.txt
{
    dotnet build -c Release --no-incremental 2>&1 || true
} | sed -n "s/.*error RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u > PublicAPI.new
cat PublicAPI.new >> PublicAPI.Unshipped.txt
rm PublicAPI.new
echo "$(($(wc -l < PublicAPI.Unshipped.txt) - 1)) public symbols"
