// Citations: preview on hover and focus, a click opens the source panel at the words, next and previous.
import { attempt, run, say } from "./calls.js";

const panel = document.getElementById("source");
const body = document.getElementById("source-body");
const preview = document.getElementById("preview");
const toggle = document.getElementById("source-original");
let shown = null; // { refs, at, opener }
let opened = null; // what open_article was asked

const isOriginal = () => toggle.getAttribute("aria-pressed") === "true";

/** Find the source entry that a citation button names. */
function refOf(button) {
  if (button.classList.contains("ref")) return button;
  if (button.closest(".ref")) return button.closest(".ref");
  return button.closest(".citing")?.querySelector(`.ref[data-n="${button.dataset.n}"]`) ?? null;
}

const spotOf = (ref) => ({
  n: Number(ref.dataset.n), start: Number(ref.dataset.start), end: Number(ref.dataset.end),
  context: JSON.parse(ref.dataset.context || "[]"),
});

/** Open the article of `ref` and mark all citations of the same article that stand around it. */
export async function openRef(ref, opener) {
  hidePreview();
  const around = ref.matches(".card") ? [ref] : [...ref.closest(".citing").querySelectorAll(".ref:not(.card)")];
  const { doc, version } = ref.dataset;
  const same = around.filter((other) => other.dataset.doc === doc && other.dataset.version === version);
  const request = { doc, version: Number(version) || null, spots: same.map(spotOf), active: same.indexOf(ref) };
  const original = panel.hidden ? false : isOriginal();
  const answer = await attempt(() => run(original ? "open_original" : "open_article", request));
  if (!answer) return;
  shown = { refs: around, at: around.indexOf(ref), opener: opener ?? shown?.opener };
  showSource(answer.html, request, original);
  document.querySelectorAll(".here").forEach((other) => !other.closest("#talks") && other.classList.remove("here"));
  ref.classList.add("here");
  ref.closest(".citing")?.querySelectorAll(`.cite[data-n="${ref.dataset.n}"]`).forEach((b) => b.classList.add("here"));
  document.getElementById("source-at").textContent =
    around.length > 1 ? say("of", { at: shown.at + 1, all: around.length }) : "";
}

/** Put an article into the panel and scroll to what is active. */
export function showSource(html, request, original = false) {
  body.innerHTML = html;
  opened = request;
  toggle.setAttribute("aria-pressed", String(original));
  panel.hidden = false;
  document.body.classList.add("reading");
  const target = body.querySelector("mark.active");
  if (!target) { body.scrollTop = 0; body.focus({ preventScroll: true }); return; }
  // Paragraphs above are laid out only when they come near: scroll once more when they are.
  const settle = () => target.scrollIntoView({ block: "center", inline: "nearest" });
  settle();
  requestAnimationFrame(() => { settle(); requestAnimationFrame(settle); });
  body.focus({ preventScroll: true });
}

function closeSource() {
  panel.hidden = true;
  document.body.classList.remove("reading");
  shown?.opener?.focus();
  hidePreview();
}

function step(by) {
  if (!shown?.refs.length) return;
  const at = (shown.at + by + shown.refs.length) % shown.refs.length;
  openRef(shown.refs[at]);
}

function showPreview(button) {
  const ref = refOf(button);
  if (!ref) return;
  preview.replaceChildren(...[".ref-title", ".facts", "blockquote", ".settled"]
    .map((part) => ref.querySelector(part)?.cloneNode(true)).filter(Boolean));
  preview.hidden = false;
  button.setAttribute("aria-describedby", "preview");
  const at = button.getBoundingClientRect(), box = preview.getBoundingClientRect();
  const top = at.bottom + 6 + box.height > innerHeight ? at.top - box.height - 6 : at.bottom + 6;
  // Places are measured in the window's pixels; on a large screen those of the page are larger.
  const zoom = preview.currentCSSZoom ?? 1;
  preview.style.setProperty("top", `${Math.max(6, top) / zoom}px`);
  preview.style.setProperty("left", `${Math.min(Math.max(12, at.left - 40), innerWidth - box.width - 12) / zoom}px`);
}

function hidePreview() {
  preview.hidden = true;
  document.querySelector('[aria-describedby="preview"]')?.removeAttribute("aria-describedby");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".cite, .ref-open, .card");
  const ref = button && refOf(button);
  if (ref) openRef(ref, button);
});
for (const [show, hide] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(show, (event) => { const b = event.target.closest?.(".cite"); if (b) showPreview(b); });
  document.addEventListener(hide, (event) => { if (event.target.closest?.(".cite")) hidePreview(); });
}
toggle.addEventListener("click", () => attempt(async () => {
  const original = !isOriginal();
  const { figures, ...request } = opened;
  const answer = await run(original ? "open_original" : "open_article", original ? request : opened);
  showSource(answer.html, opened, original);
}));
body.addEventListener("click", (event) => {
  const page = event.target.closest("[data-page]")?.dataset.page;
  if (!page) return;
  const { figures, ...request } = opened;
  attempt(async () => showSource((await run("open_original", { ...request, page: Number(page) })).html, opened, true));
});
body.addEventListener("click", (event) => {
  const button = event.target.closest(".settles button");
  if (!button) return;
  const spans = [...body.querySelectorAll("mark[data-roles]")].filter((mark) => mark.dataset.roles);
  const words = button.textContent.split("：").slice(1).join("：");
  (spans.find((mark) => mark.textContent.includes(words) || words.includes(mark.textContent.trim())) ?? spans[Number(button.dataset.at)])
    ?.scrollIntoView({ block: "center" });
});
body.addEventListener("click", (event) => {
  const doc = event.target.closest("[data-open]")?.dataset.open;
  if (!doc) return;
  const request = { doc, version: null, figures: true };
  attempt(async () => { shown = { refs: [], at: 0, opener: shown?.opener }; showSource((await run("open_article", request)).html, request); });
});
document.getElementById("source-close").addEventListener("click", closeSource);
document.getElementById("source-next").addEventListener("click", () => step(1));
document.getElementById("source-previous").addEventListener("click", () => step(-1));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !preview.hidden) { hidePreview(); return; }
  if (event.key === "Escape" && !panel.hidden) closeSource();
  if (panel.contains(event.target) && ["n", "p", "ArrowRight", "ArrowLeft"].includes(event.key)) {
    step(event.key === "n" || event.key === "ArrowRight" ? 1 : -1);
  }
});
