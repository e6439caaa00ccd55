// Small shared pieces of the views: what a form holds, one line asked for, what may be undone, uploads with progress.
import { attempt, run, say, toast } from "./calls.js";

/** Return what a form holds; empty fields are left out. */
export function read(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
}

/** Ask for one line of text in a dialog of the page. Resolves to the text, or to null where the user turns back. */
export function askLine(label, before = "") {
  const dialog = document.getElementById("line-dialog"), field = dialog.querySelector("input");
  dialog.querySelector("h3").textContent = label;
  field.value = before;
  dialog.returnValue = "";
  dialog.showModal();
  field.select();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "save" ? field.value.trim() : null);
  });
}

const waiting = new Set();
// Whoever deletes and closes the page meant it: what still waits is sent on the way out.
addEventListener("pagehide", () => { for (const send of waiting) send(true); });

/** Hide an item and delete it when the time for "undo" is over, or the page goes. Resolves to the answer, null if undone. */
export function deleteLater(item, name, payload, seconds = 6) {
  item.hidden = true;
  return new Promise((resolve) => {
    let timer;
    const settle = (leaving = false) => {
      clearTimeout(timer);
      waiting.delete(settle);
      attempt(() => run(name, payload, leaving)).then(resolve);
    };
    const undo = () => { clearTimeout(timer); waiting.delete(settle); item.hidden = false; resolve(null); };
    toast(say("deleted"), { label: say("undo"), run: undo }, seconds);
    waiting.add(settle);
    timer = setTimeout(settle, (seconds + 0.2) * 1000);
  });
}

/** Send files; `onPercent` hears how far it is. Returns the names under which the library keeps them. */
export function send(files, onPercent, prefix = "") {
  const data = new FormData();
  for (const file of files) data.append("files", file, prefix + (file.webkitRelativePath || file.name));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "files");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onPercent(Math.round((100 * event.loaded) / event.total)));
    request.addEventListener("load", () => (request.status === 200 ? resolve(request.response.names) : reject(new Error(say("failed")))));
    request.addEventListener("error", () => reject(new Error(say("lost"))));
    request.send(data);
  });
}

/** Run `action` when a view is shown for the first time, and `again` whenever it is shown later. */
export function onView(name, action, again = () => {}) {
  let seen = false;
  document.addEventListener("view", (event) => {
    if (event.detail.name !== name) return;
    if (seen) again(); else action();
    seen = true;
  });
}
