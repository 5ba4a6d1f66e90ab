#!/usr/bin/env bash
# Brings what the browser tests need beside pip's and Debian's packages (chromium): axe-core into .cache/ beside this
# file, and what the page "Try it" runs on into the guide.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf .cache
npm install --prefix .cache --no-save --no-audit --no-fund --loglevel error axe-core@4.14.1
bash ../../docs/assets/try/fetch.sh
