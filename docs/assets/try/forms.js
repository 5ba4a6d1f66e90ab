// The page's forms: minutes, several codes, a note.
import { ask } from "./live.js";

/** An element with its words, and what stands in it. */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const column = (cells) => cells.map((cell) => [cell]);
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** Answers a form whenever it is sent, and shows in its output what comes or what is wrong. */
function answers(form, answer) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const output = form.querySelector("output");
    try {
      output.replaceChildren(...(await answer(new FormData(form))));
    } catch (error) {
      output.replaceChildren(element("p", { class: "try-wrong" }, error.message));
    }
  });
}

/** A function's answer; its error is thrown with the message that a cell would have. */
async function called(name, ...given) {
  const { answer, error, message } = await ask({ call: [name, given] });
  if (error) {
    throw new Error(`${error} ${message}`);
  }
  return answer;
}

async function minutes(data) {
  const given = data.get("minutes");
  const [units, why] = await Promise.all([
    called("UNITS97112", given),
    called("UNITSEXPLAIN", column(["97112"]), column([given])),
  ]);
  return [element("p", {}, element("strong", {}, plural(units, "unit")), ` of 97112`), element("p", {}, why)];
}

async function session(data) {
  const codes = data.getAll("code");
  const given = [column(codes), column(data.getAll("minutes")), data.get("rule")];
  const [units, why] = await Promise.all([called("UNITSSESSION", ...given), called("UNITSEXPLAIN", ...given)]);
  const lines = codes.flatMap((code, line) =>
    code.trim() ? [element("li", {}, `${code.trim()}: `, element("strong", {}, plural(units[line][0], "unit")))] : [],
  );
  return [element("ul", {}, ...lines), element("p", {}, why)];
}

async function note(data) {
  const found = await ask({ note: data.get("note") });
  const marked = found.parts.map(({ text, elements }) =>
    elements.length ? element("mark", { title: elements.join(", ") }, text) : text,
  );
  const rows = found.elements.map(({ label, key, words }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, label, key ? "" : " (strict)"),
      element("td", {}, words ? "yes" : "no"),
      element("td", {}, words ?? ""),
    ),
  );
  const heads = ["element", "documented?", "the words that show it"].map((each) =>
    element("th", { scope: "col" }, each),
  );
  return [
    element("p", {}, element("strong", {}, found.verdict)),
    element("p", {}, `All nine elements: ${found.strict}`),
    element("p", {}, found.minutes === null ? "No treatment minutes" : plural(found.minutes, "treatment minute")),
    element("p", { class: "try-note" }, ...marked),
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...rows),
    ),
  ];
}

/** Opens the forms. */
export function open() {
  answers(document.getElementById("try-minutes"), minutes);
  answers(document.getElementById("try-session"), session);
  answers(document.getElementById("try-note"), note);
  for (const each of document.querySelectorAll(".try fieldset[disabled]")) {
    each.disabled = false;
  }
}
