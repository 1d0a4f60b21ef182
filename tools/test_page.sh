#!/usr/bin/env bash
# Runs the page's unit tests where it was built: test_page.sh unit BUILD_FOLDER. Exit 77: it was not built here.
set -euo pipefail
if [ ! -e "$2/installed.json" ]; then
  echo "skipped: npm could not install what the page is built with"
  exit 77
fi
cd "$2"
exec node node_modules/vitest/vitest.mjs run
