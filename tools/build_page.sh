#!/usr/bin/env bash
# Builds the page of web/ in a folder of its own: build_page.sh WEB_SOURCE BUILD_FOLDER. Called by the build
# (cmake/page.cmake). Where npm cannot install what the page is built with (no network), the program still gets built,
# with a page that says what is missing, and the next build tries again.
set -euo pipefail
web=$1 folder=$2

install_parts() {
  cmp -s "$web/package-lock.json" "$folder/installed.json" && return 0
  cp "$web/package.json" "$web/package-lock.json" "$folder"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || return 1
  cp "$web/package-lock.json" "$folder/installed.json"
}

build() {
  rm -rf "$folder/src" "$folder/dist"
  cp -r "$web/src" "$folder/src"
  cp "$web/index.html" "$web/package.json" "$web/tsconfig.json" "$web/vite.config.ts" "$folder"
  (cd "$folder" && npm run --silent build)
}

mkdir -p "$folder"
if install_parts; then
  build
  touch "$folder/dist.stamp"
else
  echo "tools/build_page.sh: npm could not install what the page is built with (see above); the program is built without it" >&2
  rm -rf "$folder/dist"
  cp -r "$web/without" "$folder/dist"
  touch -d @0 "$folder/dist.stamp"
fi
