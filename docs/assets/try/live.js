// Starts the worker, and asks it: what can be asked is in eightminute/docs/live.py.
const waiting = new Map();
let worker;
let last = 0;

/** Starts it once; `progress` is told the share that has come, from 0 to 1. Fails where the assets aren't there. */
export async function start(progress) {
  const found = await fetch(new URL("built/manifest.json", import.meta.url));
  if (!found.ok) {
    throw new Error(
      "This copy of the guide was built without what the page runs on (docs/assets/try/fetch.sh brings it).",
    );
  }
  const { bytes } = await found.json();
  let came = 0;
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  await new Promise((ready, fail) => {
    worker.addEventListener("error", () => fail(new Error("The browser's Python can't be started here.")));
    worker.addEventListener("message", ({ data }) => {
      if (data.came) {
        came += data.came;
        progress(Math.min(1, came / bytes), bytes);
      } else if (data.ready) {
        ready();
      } else if (data.id) {
        settle(data);
      } else if (data.failed) {
        fail(new Error(data.failed));
      }
    });
  });
}

/** The answer to a request, as eightminute/docs/live.py gives it. */
export function ask(request) {
  last += 1;
  const id = last;
  return new Promise((answered, failed) => {
    waiting.set(id, { answered, failed });
    worker.postMessage({ id, request });
  });
}

function settle({ id, answer, failed }) {
  const { answered, failed: fail } = waiting.get(id);
  waiting.delete(id);
  if (failed) {
    fail(new Error(failed));
  } else {
    answered(answer);
  }
}
