// The live sheet: Tabulator shows and edits the cells, eightminute answers them.
import { TabulatorFull as Tabulator } from "./built/tabulator/tabulator_esm.min.mjs";
import { dress } from "./dress.js";
import { ask } from "./live.js";

// What the sheet opens with: minutes and a note, a line that can't be read, a session that spills.
const EXAMPLE = [
  ["minutes", "units", "note", "note check"],
  ["25", "=UNITS97112(A2)", "97112 x 25 min: PNF D2, tandem stance on foam. Pt tolerated well. STG 1 met.", "=NOTECHECK(C2)"],
  ["7", "=UNITS97112(A3)", "Balance training on foam 7 min, tolerated well.", "=NOTECHECK(C3)"],
  ["-3", "=UNITS97112(A4)"],
  [],
  ["code", "minutes", "units", "why"],
  ["97112", "24", "=UNITSSESSION(A7:A8, B7:B8)", "=UNITSEXPLAIN(A7:A8, B7:B8)"],
  ["97110", "23"],
];

const WIDTHS = { A: 80, B: 90, C: 230, D: 250 };

const holder = document.getElementById("try-grid");
const bar = document.getElementById("try-cell");
const name = document.getElementById("try-cell-name");
const told = document.getElementById("try-told");

let shown = {};
let again = false;

const address = (cell) => `${cell.getField()}${cell.getRow().getPosition()}`;
const active = (table) => table.getRanges()[0]?.getCells().flat()[0];

/** A cell as it looks: what it shows, and its error's message. */
function look(cell) {
  const { text = "", value, message = "", source = "" } = shown[address(cell)] ?? {};
  const box = cell.getElement();
  box.classList.toggle("try-number", typeof value === "number");
  box.classList.toggle("try-wrong", message !== "");
  box.classList.toggle("try-spilled", source !== "");
  box.title = message || text;
  box.tabIndex = -1; // Tabulator would have Tab stop at each
  return document.createTextNode(text);
}

/** Says in words which cell is chosen, and what it holds and shows. */
function tell(table) {
  const cell = active(table);
  if (!cell) {
    return;
  }
  const { text = "", message = "", source = "" } = shown[address(cell)] ?? {};
  const typed = cell.getValue() ?? "";
  name.textContent = address(cell);
  if (document.activeElement !== bar) {
    bar.value = typed;
  }
  const filled = source ? `filled by ${source}` : typed.startsWith("=") ? typed : "";
  told.textContent = [address(cell), filled, text || "blank", message].filter(Boolean).join(" · ");
}

/** The sheet's cells; the column of row numbers is none of them. */
const cellsOf = (table) =>
  table.getRows().flatMap((row) => row.getCells().filter((cell) => cell.getField()));

/** Has the whole sheet answered; what changes meanwhile is answered after it, at once. */
async function answer(table) {
  again = true;
  if (holder.ariaBusy === "true") {
    return;
  }
  holder.ariaBusy = "true";
  try {
    while (again) {
      again = false;
      const typed = cellsOf(table).map((cell) => [address(cell), String(cell.getValue() ?? "")]);
      shown = await ask({ sheet: Object.fromEntries(typed) });
    }
    for (const cell of cellsOf(table)) {
      if (!cell.getElement().classList.contains("tabulator-editing")) {
        cell.getElement().replaceChildren(look(cell));
      }
    }
    tell(table);
  } catch (error) {
    told.textContent = error.message;
  }
  holder.ariaBusy = "false";
}

/** Opens the sheet; settles once it is answered. */
export async function open() {
  await dress("built/tabulator/tabulator_simple.min.css");
  holder.setAttribute("aria-label", "The sheet");
  const { columns, rows } = await ask({ size: true });
  const fields = [...columns];
  const data = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(fields.map((field, place) => [field, EXAMPLE[row]?.[place] ?? ""])),
  );
  const table = new Tabulator(holder, {
    data,
    height: "26rem",
    layout: "fitDataFill",
    columnDefaults: { headerSort: false, resizable: "header", width: 110 },
    rowHeader: {
      formatter: "rownum",
      width: 44,
      hozAlign: "center",
      resizable: false,
      frozen: true,
    },
    columns: fields.map((field) => ({
      title: field,
      field,
      width: WIDTHS[field] ?? 110,
      editor: "input",
      editorParams: { selectContents: true, elementAttributes: { "aria-label": `Cell in column ${field}` } },
      formatter: look,
    })),
    editTriggerEvent: "dblclick",
    selectableRange: 1,
    selectableRangeColumns: true,
    selectableRangeRows: true,
    selectableRangeClearCells: true,
    selectableRangeClearCellsValue: "",
    selectableRangeAutoFocus: false,
    clipboard: true,
    clipboardCopyStyled: false,
    clipboardCopyConfig: { rowHeaders: false, columnHeaders: false },
    clipboardCopyRowRange: "range",
    clipboardPasteParser: "range",
    clipboardPasteAction: "range",
    // Tab leaves the sheet, as it leaves everything on a page; arrows move within.
    keybindings: { navNext: false, navPrev: false },
  });
  await new Promise((built) => table.on("tableBuilt", built));

  table.on("rangeChanged", () => tell(table));
  table.on("dataChanged", () => answer(table));
  bar.addEventListener("change", () => active(table)?.setValue(bar.value));
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      active(table)?.setValue(bar.value);
    }
  });

  // Roles that fit each other, and one stop for Tab.
  const body = holder.querySelector(".tabulator-tableholder");
  body.setAttribute("role", "rowgroup");
  body.querySelector(".tabulator-table").setAttribute("role", "presentation");
  holder.removeAttribute("aria-owns");
  const header = holder.querySelector(".tabulator-header");
  header.tabIndex = -1;
  header.addEventListener("click", () => body.focus()); // what is chosen by a header can be copied and deleted

  body.addEventListener("keydown", (event) => {
    const editing = event.target.tagName === "INPUT";
    if (editing && event.key === "Enter") {
      down(table);
    }
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.stopPropagation(); // Tabulator takes "(" for the arrow down: both have the number 40
      if (!editing) {
        active(table)?.edit(); // its words are selected: the key that is on its way takes their place
      }
    }
  });
  await answer(table);
  return table;
}

/** Chooses the cell below. */
function down(table) {
  const cell = active(table);
  const next = cell?.getRow().getNextRow();
  if (next) {
    const below = next.getCell(cell.getField());
    table.getRanges()[0].setBounds(below, below);
  }
}
