#!/usr/bin/env bash
# Brings what the page "Try it" runs on into built/ beside this file, from where MkDocs copies it. Not committed.
#   pyodide/    the Python of the browser, and wheels/ with what eightminute needs there: those of tests/pyodide
#   wheels/     also eightminute's own wheel, of this working copy
#   tabulator/  the sheet
#   manifest.json  the wheels' names, and how many bytes come through fetch()
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)
cache=$root/tests/pyodide/.cache
rm -rf built
mkdir -p built/pyodide built/tabulator built/wheels

bash "$root/tests/pyodide/setup.sh"
cp "$cache"/node_modules/pyodide/{pyodide.mjs,pyodide.asm.mjs,pyodide.asm.wasm,pyodide-lock.json,python_stdlib.zip} built/pyodide
find "$cache/wheels" -name '*.whl' ! -name 'micropip-*' -exec cp {} built/wheels \;
python3 -m pip wheel --quiet --no-deps --wheel-dir built/wheels "$root"

sheet=$(mktemp -d)
trap 'rm -rf "$sheet"' EXIT
npm install --prefix "$sheet" --no-save --no-audit --no-fund --loglevel error tabulator-tables@6.5.3
cp "$sheet"/node_modules/tabulator-tables/{LICENSE,dist/js/tabulator_esm.min.mjs,dist/css/tabulator_simple.min.css} built/tabulator
chmod -R a+rX,a-x+X built

python3 - <<'PYTHON'
import json
from pathlib import Path

built = Path("built")
wheels = sorted(built.glob("wheels/*.whl"))
fetched = [*wheels, *(path for path in built.glob("pyodide/*") if path.suffix != ".mjs")]
manifest = {"wheels": [path.name for path in wheels], "bytes": sum(path.stat().st_size for path in fetched)}
Path("built/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
PYTHON
