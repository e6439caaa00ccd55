// Starts the page: routes, the drawer of a narrow window.
import { openTalk } from "./ask.js";
import "./library.js";
import "./source.js";
import "./views.js";

const side = document.getElementById("side"), menu = document.getElementById("menu");

function closeDrawer() {
  side.classList.remove("open");
  menu.setAttribute("aria-expanded", "false");
}

/** Show the view that the address names. */
function route() {
  const [, view = "ask", id = ""] = location.hash.split("/");
  const name = document.getElementById(`view-${view}`) ? view : "ask";
  document.querySelectorAll(".view").forEach((section) => { section.hidden = section.dataset.view !== name; });
  document.querySelectorAll(".go").forEach((link) => {
    if (link.dataset.go === name) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  });
  closeDrawer();
  if (name === "ask") openTalk(id);
  document.dispatchEvent(new CustomEvent("view", { detail: { name, id } }));
}

menu.addEventListener("click", () => {
  const open = side.classList.toggle("open");
  menu.setAttribute("aria-expanded", String(open));
});
document.getElementById("language").addEventListener("click", (event) => {
  // The place in the page is kept: the hash goes along.
  event.currentTarget.href = `?lang=${event.currentTarget.lang}${location.hash}`;
});
addEventListener("hashchange", route);
route();
