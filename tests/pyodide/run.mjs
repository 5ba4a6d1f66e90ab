// Runs inside.py in Pyodide: node run.mjs CACHE WHEELHOUSE LITE <calls.json >report.json
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [cache, wheelhouse, lite] = process.argv.slice(2);
const calls = JSON.parse(readFileSync(0, "utf8"));
const asked = [];
globalThis.fetch = (address) => {
  asked.push(address);
  throw new Error("nothing is downloaded here");
};

const entry = join(cache, "node_modules", "pyodide", "pyodide.mjs");
const { loadPyodide } = await import(pathToFileURL(entry));
const pyodide = await loadPyodide({ stdout: console.error });
pyodide.mountNodeFS("/wheels", join(cache, "wheels"));
pyodide.mountNodeFS("/wheelhouse", wheelhouse);
pyodide.mountNodeFS("/lite", lite);
pyodide.FS.writeFile("inside.py", readFileSync(new URL("inside.py", import.meta.url), "utf8"));
const inside = pyodide.pyimport("inside");
await inside.install();
const report = inside.report(pyodide.toPy(calls));
if (asked.length > 0) {
  throw new Error(`asked for ${asked}`); // the installer goes on without what it couldn't download
}
process.stdout.write(report);
