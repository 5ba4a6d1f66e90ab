// The page "Try it": a button brings the browser's Python, then the forms and the sheet open.
import { dress } from "./dress.js";
import * as live from "./live.js";

dress("try.css");

const button = document.getElementById("try-start");
const bar = document.getElementById("try-progress");
const state = document.getElementById("try-state");
const megabytes = (bytes) => Math.round(bytes / 1e6);

button.disabled = false;
button.addEventListener("click", async () => {
  const began = performance.now();
  button.disabled = true;
  bar.hidden = false;
  state.textContent = "Loading …";
  try {
    await live.start((share, bytes) => {
      bar.value = share;
      bar.textContent = `${Math.round(share * 100)} %`;
      state.textContent =
        share < 1 ? `Loading: ${megabytes(share * bytes)} of ${megabytes(bytes)} MB` : "Starting Python …";
    });
    const [forms, sheet] = await Promise.all([import("./forms.js"), import("./sheet.js")]);
    forms.open();
    await sheet.open();
    state.textContent = `Ready after ${((performance.now() - began) / 1000).toFixed(1)} seconds.`;
    state.dataset.ready = "true";
    button.hidden = true;
    state.tabIndex = -1;
    state.focus(); // the button that had it is gone
  } catch (error) {
    state.textContent = error.message;
    button.disabled = false;
  }
  bar.hidden = true;
});
