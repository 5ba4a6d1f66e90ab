#!/usr/bin/env bash
# Brings what test_pyodide.py runs on into .cache/ beside this file; the tests themselves download nothing.
#   node_modules/  Pyodide for Node: interpreter and standard library. It carries no packages, micropip neither.
#   wheels/        what eightminute needs there, for Pyodide's platform, and micropip, which xlwings Lite installs with
#   build/         the build backend, for the wheel of this working copy
set -euo pipefail
cd "$(dirname "$0")"
rm -rf .cache # nothing of another version stays behind

python3 -m pip download --quiet --dest .cache/wheels --requirement requirements.txt --only-binary :all: \
  --platform pyemscripten_2026_0_wasm32 --implementation cp --python-version 314
python3 -m pip install --quiet --upgrade --target .cache/build "hatchling>=1.26"
npm install --prefix .cache --no-save --no-audit --no-fund --loglevel error pyodide@314.0.7
