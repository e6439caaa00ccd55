// Compare, figures, check and settings.
import { attempt, run, say, stream, toast } from "./calls.js";
import { read, send } from "./forms.js";

const by = (id) => document.getElementById(id);

// ── figures
const figureFilters = by("figure-filters");
figureFilters.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => { by("records").innerHTML = (await run("list_figures", read(figureFilters))).html; });
});
figureFilters.addEventListener("click", (event) => {
  const form = event.target.closest("[data-download]")?.dataset.download;
  if (form) location.href = `export/figures/figures.${form}?${new URLSearchParams(read(figureFilters))}`;
});
by("records").addEventListener("click", (event) => {
  const row = event.target.closest('[data-do="correct-figure"]')?.closest("tr");
  if (row) correctFigure(row);
});

function correctFigure(row) {
  const dialog = by("figure-dialog"), form = dialog.querySelector("form"), { field, value, status } = form.elements;
  by("figure-said").textContent = [...row.cells].slice(0, 5).map((cell) => cell.textContent.trim()).join(" · ");
  form.reset();
  const choose = () => { status.hidden = field.value !== "status"; value.hidden = ["status", "removed"].includes(field.value); };
  field.onchange = choose;
  choose();
  dialog.onclose = () => attempt(async () => {
    if (dialog.returnValue !== "save") return;
    const words = field.value === "status" ? status.value : field.value === "removed" ? "" : value.value;
    await run("correct_figure", { doc: row.dataset.doc, start: Number(row.dataset.start), end: Number(row.dataset.end), field: field.value, value: words });
    toast(say("saved"));
    figureFilters.requestSubmit();
  });
  dialog.returnValue = "";
  dialog.showModal();
}

document.addEventListener("view", (event) => {
  if (event.detail.name === "figures" && !by("records").children.length) figureFilters.requestSubmit();
});

// ── what the library holds, to pick from
const compareForm = by("compare-form");
const parts = (words) => words.split(/[、，,；;\n]/).map((part) => part.trim()).filter(Boolean);

function showPicked() {
  for (const box of compareForm.querySelectorAll(".picks")) {
    const chosen = parts(compareForm.elements[box.dataset.for].value);
    box.querySelectorAll(".choice").forEach((pick) => pick.setAttribute("aria-pressed", chosen.includes(pick.dataset.value)));
  }
}

async function suggest() {
  const answer = await run("suggest", { subjects: compareForm.elements.subjects.value });
  for (const box of compareForm.querySelectorAll(".picks")) {
    // Whoever goes through the buttons by keyboard keeps the place.
    const held = document.activeElement?.closest(".picks") === box ? document.activeElement.dataset.value : null;
    box.innerHTML = answer[box.dataset.for];
    if (held) box.querySelector(`[data-value="${CSS.escape(held)}"]`)?.focus();
  }
  const options = (names) => names.map((value) => Object.assign(document.createElement("option"), { value }));
  by("known-subjects").replaceChildren(...options(answer.names));
  by("known-metrics").replaceChildren(...options(answer.metrics));
  showPicked();
}

compareForm.addEventListener("click", (event) => {
  const pick = event.target.closest(".choice");
  if (!pick) return;
  const field = compareForm.elements[pick.parentElement.dataset.for], chosen = parts(field.value), { value } = pick.dataset;
  field.value = (chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]).join("、");
  showPicked();
  if (field.name === "subjects") attempt(suggest);
});
compareForm.addEventListener("input", showPicked);
compareForm.elements.subjects.addEventListener("change", () => attempt(suggest));
document.addEventListener("view", (event) => { if (["compare", "figures"].includes(event.detail.name)) attempt(suggest); });

// ── compare
let original = null;
by("compare-form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    by("compare-state").textContent = say("searching");
    by("compared").replaceChildren();
    try {
      for await (const piece of stream("compare", read(event.target))) by("compared").innerHTML = piece.html;
      by("compare-state").textContent = say("done");
    } catch (error) { by("compare-state").textContent = ""; throw error; }
    original = by("compared").querySelector("table")?.cloneNode(true) ?? null;
    by("compare-tools").hidden = !original;
  });
});

/** Copy a cell; a heading of a column can sort and hide it, any other heading is words only. */
function fillCell(cell, from, headsColumn) {
  if (cell.tagName === "TD") { cell.append(...[...from.childNodes].map((node) => node.cloneNode(true))); return; }
  const words = (from.querySelector(".sort") ?? from).textContent.trim();
  if (!headsColumn) { cell.textContent = words; return; }
  const sort = Object.assign(document.createElement("button"), { type: "button", className: "sort", textContent: words });
  const hide = Object.assign(document.createElement("button"), { type: "button", className: "hide-column", textContent: "×" });
  hide.setAttribute("aria-label", say("hide_column", { column: words }));
  cell.append(sort, hide);
}

function transpose(table) {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const turned = document.createElement("table");
  const head = turned.createTHead(), body = turned.createTBody();
  for (let column = 0; column < rows[0].length; column += 1) {
    const line = (column ? body : head).insertRow();
    rows.forEach((row, at) => {
      const cell = document.createElement(at === 0 || column === 0 ? "th" : "td");
      fillCell(cell, row[column], at > 0 && column === 0);
      if (cell.tagName === "TH") cell.scope = column ? "row" : "col";
      cell.className = row[column].className;
      if (row[column].dataset.value) cell.dataset.value = row[column].dataset.value;
      line.append(cell);
    });
  }
  return turned;
}

const tableTools = {
  transpose: (table) => table.replaceWith(transpose(table)),
  hide: (table) => [...table.tBodies[0].rows].forEach((row) => { row.hidden = [...row.cells].slice(1).every((cell) => cell.classList.contains("blank")); }),
  all: (table) => table.replaceWith(original.cloneNode(true)),
};
by("compare-tools").addEventListener("click", (event) => {
  const tool = event.target.closest("[data-table]")?.dataset.table;
  const table = by("compared").querySelector("table");
  if (tool && table) tableTools[tool](table);
});
document.addEventListener("click", (event) => {
  const hide = event.target.closest(".hide-column");
  if (!hide) return;
  const column = hide.closest("th").cellIndex;
  for (const row of hide.closest("table").rows) row.cells[column].hidden = true;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest(".sort");
  const table = button?.closest("table");
  if (!table) return;
  const column = button.closest("th").cellIndex, body = table.tBodies[0];
  const down = button.getAttribute("aria-pressed") !== "true";
  table.querySelectorAll(".sort").forEach((other) => other.removeAttribute("aria-pressed"));
  button.setAttribute("aria-pressed", String(down));
  const key = (row) => { const cell = row.cells[column]; return cell.dataset.value ? Number(cell.dataset.value) : cell.textContent.trim(); };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? b - a : String(a).localeCompare(String(b), "zh"));
  [...body.rows].sort((a, b) => (down ? 1 : -1) * compare(key(a), key(b))).forEach((row) => body.append(row));
});

// ── check
let draftName = "", checkedKey = "";
by("draft-file").addEventListener("change", (event) => attempt(async () => {
  const [file] = event.target.files;
  if (!file) return;
  [draftName] = await send([file], () => {}, "drafts/");
  by("draft").value = "";
  by("check-state").textContent = file.name;
  event.target.value = "";
  by("check-form").requestSubmit();
}));
by("draft").addEventListener("input", () => { draftName = ""; });
by("check-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const payload = { ...read(event.target), name: draftName };
  attempt(async () => {
    by("check-state").textContent = say("checking");
    try {
      const answer = await run("check", payload);
      by("checked").innerHTML = answer.html;
      checkedKey = answer.key;
      by("check-word").hidden = false;
    } finally { by("check-state").textContent = ""; }
  });
});
by("check-word").addEventListener("click", () => { location.href = `export/draft/${checkedKey}.docx`; });

// ── settings
by("models").addEventListener("click", (event) => {
  const item = event.target.closest("[data-do=test]")?.closest(".model");
  if (!item) return;
  const line = item.querySelector(".tested");
  line.textContent = say("testing");
  run("try_model", { model: item.dataset.model }).then((answer) => { line.textContent = answer.text; }, (error) => { line.textContent = error.message; });
});
const theme = by("theme");
theme.value = localStorage.getItem("theme") ?? "auto";
theme.addEventListener("change", () => { localStorage.setItem("theme", theme.value); document.documentElement.dataset.theme = theme.value; });
const sources = by("source-settings");
for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem("sources") ?? "{}"))) {
  if (sources.elements[name]) sources.elements[name].value = value;
}
sources.addEventListener("input", () => localStorage.setItem("sources", JSON.stringify(read(sources))));
sources.addEventListener("submit", (event) => event.preventDefault());
