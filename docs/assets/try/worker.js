// The browser's Python with eightminute in it, beside the page, so that the page never stands still.
import { loadPyodide } from "./built/pyodide/pyodide.mjs";

const built = new URL("built/", import.meta.url);
const download = self.fetch;

/** As fetch, and tells the page of each piece that has come. */
self.fetch = async (...asked) => {
  const response = await download(...asked);
  if (!response.ok) {
    throw new Error(`${response.status} for ${new URL(response.url).pathname.split("/").pop()}`);
  }
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(piece, to) {
        self.postMessage({ came: piece.byteLength });
        to.enqueue(piece);
      },
    }),
  );
  return new Response(counted, response);
};

const wheel = async (name) => (await fetch(new URL(`wheels/${name}`, built))).arrayBuffer();

async function start() {
  const { wheels } = await (await download(new URL("manifest.json", built))).json();
  const [pyodide, ...packed] = await Promise.all([
    loadPyodide({ indexURL: new URL("pyodide/", built).href }),
    ...wheels.map(wheel),
  ]);
  for (const each of packed) {
    pyodide.unpackArchive(each, "wheel");
  }
  return pyodide.pyimport("eightminute.docs.live");
}

const starting = start();
starting.then(
  () => self.postMessage({ ready: true }),
  (error) => self.postMessage({ failed: String(error) }),
);

self.addEventListener("message", async ({ data: { id, request } }) => {
  try {
    const live = await starting;
    self.postMessage({ id, answer: JSON.parse(live.ask(JSON.stringify(request))) });
  } catch (error) {
    self.postMessage({ id, failed: String(error) });
  }
});
