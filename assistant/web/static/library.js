// The library: upload by choice, folder or drop; progress; the list with filters, correction and delete with undo.
import { attempt, run, say, stream, toast } from "./calls.js";
import { deleteLater, onView, read, send } from "./forms.js";
import { showSource } from "./source.js";

const by = (id) => document.getElementById(id);
const list = by("articles"), filters = by("article-filters");
let offset = 0, line = Promise.resolve();

function clock(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? say("seconds_left", { n: whole }) : say("minutes_left", { n: Math.round(whole / 60) });
}

const pieces = {
  progress(piece) {
    by("ingest-bar").value = Math.max(by("ingest-bar").value, piece.total ? (100 * piece.done) / piece.total : 0);
    by("ingest-line").textContent = [piece.name, piece.seconds == null ? "" : clock(piece.seconds)].filter(Boolean).join(" · ");
  },
  report(piece) {
    by("ingest-report").innerHTML = piece.html;
    by("holds").innerHTML = piece.holds;
    document.querySelectorAll(".first-run").forEach((box) => box.remove());
    by("examples").innerHTML = piece.examples;
    toast(by("ingest-report").firstElementChild.textContent, null, 6);
  },
};

// One after the other: what is uploaded while another upload is being read waits its turn.
function follow(name, payload) {
  line = line.catch(() => {}).then(() => readIn(name, payload));
  return line;
}

async function readIn(name, payload) {
  by("ingest").hidden = false;
  by("ingest-bar").value = 0;
  by("ingest-line").textContent = say("reading_in");
  by("ingest-report").replaceChildren();
  try {
    for await (const piece of stream(name, payload)) pieces[piece.event]?.(piece);
  } finally {
    by("ingest").hidden = true;
    await refresh();
  }
}

/** Upload files and take them in. */
export function takeIn(files) {
  if (!files.length) return undefined;
  return attempt(async () => {
    by("ingest").hidden = false;
    const names = await send(files, (percent) => { by("ingest-bar").value = percent; by("ingest-line").textContent = say("uploading", { percent }); toastOnce(percent); });
    await follow("ingest", { names });
  });
}

// From the chat the library's bar is out of sight: a line says that the upload is under way.
function toastOnce(percent) {
  if (percent === 100 && by("view-library").hidden) toast(say("reading"), null, 4);
}

async function refresh(more = false) {
  offset = more ? offset : 0;
  const answer = await attempt(() => run("list_articles", { ...read(filters), offset }));
  if (!answer) return;
  if (more) list.insertAdjacentHTML("beforeend", answer.html); else list.innerHTML = answer.html;
  offset += 50;
  by("articles-more").hidden = !answer.more;
  by("holds").innerHTML = answer.holds;
}

async function remove(item) {
  const answer = await deleteLater(item, "remove_article", { doc: item.dataset.doc });
  if (answer) by("holds").innerHTML = answer.holds;
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
}

function correct(item) {
  const dialog = by("correct-dialog"), form = dialog.querySelector("form");
  const before = { title: item.dataset.title, date: item.dataset.date, publisher: item.dataset.publisher, regions: item.dataset.regions };
  fill(form, before);
  dialog.onclose = () => attempt(async () => {
    if (dialog.returnValue !== "save") return;
    const changed = Object.fromEntries(Object.keys(before).map((name) => [name, form.elements[name].value]).filter(([name, value]) => value !== before[name]));
    if (Object.keys(changed).length) { await run("correct_article", { doc: item.dataset.doc, ...changed }); toast(say("saved")); await refresh(); }
  });
  dialog.returnValue = "";
  dialog.showModal();
}

function openArticle(request) {
  attempt(async () => showSource((await run("open_article", request)).html, request));
}

list.addEventListener("click", (event) => {
  const item = event.target.closest("li.article"), button = event.target.closest("button");
  if (!item || !button) return;
  if (button.dataset.do === "remove") attempt(() => remove(item));
  else if (button.dataset.do === "correct") correct(item);
  else openArticle({ doc: item.dataset.doc, version: Number(item.dataset.version), figures: true });
});
filters.addEventListener("input", () => { clearTimeout(filters.timer); filters.timer = setTimeout(refresh, 250); });
filters.addEventListener("submit", (event) => { event.preventDefault(); refresh(); });
document.addEventListener("click", (event) => {
  if (!event.target.closest('[data-do="samples"]')) return;
  location.hash = "#/library";
  attempt(() => follow("ingest_samples", {}));
});
by("articles-more").addEventListener("click", () => refresh(true));
by("ingest-cancel").addEventListener("click", () => attempt(async () => { await run("cancel_ingest"); by("ingest-line").textContent = say("cancelling"); }));
for (const id of ["library-files", "library-folder", "files"]) {
  by(id).addEventListener("change", (event) => { takeIn([...event.target.files]); event.target.value = ""; });
}
by("paste-open").addEventListener("click", () => { by("paste-dialog").returnValue = ""; by("paste-dialog").showModal(); });
by("paste-dialog").addEventListener("close", () => {
  const form = by("paste-dialog").querySelector("form");
  if (by("paste-dialog").returnValue !== "save") return;
  attempt(async () => { await follow("paste", read(form)); form.reset(); });
});
for (const name of ["dragover", "dragenter"]) by("drop").addEventListener(name, (event) => { event.preventDefault(); by("drop").classList.add("over"); });
for (const name of ["dragleave", "drop"]) by("drop").addEventListener(name, () => by("drop").classList.remove("over"));
by("drop").addEventListener("drop", (event) => { event.preventDefault(); takeDropped(event.dataTransfer); });

/** Take dropped files in; dropped folders are walked. */
async function takeDropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const loose = [...transfer.files];
  const files = entries.some((entry) => entry.isDirectory) ? (await Promise.all(entries.map((entry) => walk(entry, "")))).flat() : loose;
  takeIn(files);
}

async function walk(entry, above) {
  const path = `${above}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    Object.defineProperty(file, "webkitRelativePath", { value: path });
    return [file];
  }
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    found.push(...some);
  }
  return (await Promise.all(found.map((child) => walk(child, `${path}/`)))).flat();
}

onView("library", refresh, refresh);
