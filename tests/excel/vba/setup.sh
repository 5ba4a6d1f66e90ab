#!/usr/bin/env bash
# Brings npm's cfb, another reader of compound files, into .cache/ beside this file; the tests download nothing.
set -euo pipefail
cd "$(dirname "$0")"

npm install --prefix .cache --no-save --no-audit --no-fund --loglevel error cfb@1.2.2
