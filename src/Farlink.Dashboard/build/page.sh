#!/bin/sh
# Builds the page: page.sh PAGE OBJ OUT. PAGE has the sources, OBJ keeps what is known of packages, OUT gets the compressed
# files. One at a time: two configurations that are built together share node_modules.
# Exit codes: 0 done; 3 the packages could not be fetched, or Node is too old; other: the page has a mistake.
set -eu
page=$1 obj=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$obj" "$out"
exec 9>"$obj/page.lock"
flock 9

major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 18 ]; then
  echo "Node $major is too old for the page: 18 or later is needed."
  exit 3
fi

# The hash and not the time: git sets the time of a file anew whenever it checks it out.
stamp=$obj/page-packages.stamp
wanted=$(cat "$page/package.json" "$page/package-lock.json" | sha256sum)
if [ ! -d "$page/node_modules" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  rm -f "$stamp"
  (cd "$page" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || exit 3
  printf '%s\n' "$wanted" >"$stamp"
fi

raw=$out.raw
(cd "$page" && npm run --silent build -- --outDir "$raw" --emptyOutDir)
node "$here/compress.mjs" "$raw" "$out"
rm -rf "$raw"
