// Small shared pieces of the views: what a form holds, uploads with progress.
import { say } from "./calls.js";

/** Return what a form holds; empty fields are left out. */
export function read(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
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
