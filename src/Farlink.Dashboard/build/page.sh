#!/bin/sh
# Builds the page: page.sh PAGE OUT. PAGE has the sources, OUT gets the compressed files. One at a time: builds that run together,
# with whatever output folders, share PAGE/node_modules.
# Exit codes: 0 done; 3 the packages could not be fetched, or Node is too old; other: the page has a mistake.
set -eu
page=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
exec 9<"$page"
flock 9

major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 18 ]; then
  echo "Node $major is too old for the page: 18 or later is needed."
  exit 3
fi

# The hash and not the time: git sets the time of a file anew whenever it checks it out. Inside of what npm makes anew, so that it is
# gone where that is incomplete.
stamp=$page/node_modules/.farlink-packages
wanted=$(cat "$page/package.json" "$page/package-lock.json" | sha256sum)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  rm -f "$stamp"
  (cd "$page" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || exit 3
  printf '%s\n' "$wanted" >"$stamp"
fi

raw=$out.raw
(cd "$page" && npm run --silent build -- --outDir "$raw" --emptyOutDir)
node "$here/compress.mjs" "$raw" "$out"
rm -rf "$raw"
