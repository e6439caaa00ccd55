// The chat: asks, shows the pieces as they come, keeps and opens conversations.
import { attempt, run, say, stream, toast } from "./calls.js";
import { askLine, deleteLater } from "./forms.js";

const by = (id) => document.getElementById(id);
const thread = by("thread"), scroller = by("thread-scroll"), question = by("question"), state = by("state");
let conversation = "", running = null, finished = Promise.resolve(), finish = () => {};

/** Say what is going on, for eyes and for screen readers. */
function tell(text) { state.textContent = text; }

function setBusy(busy) {
  by("stop").hidden = !busy;
  by("send").hidden = busy;
}

const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 160;
function follow(change) {
  const stay = nearEnd();
  change();
  if (stay) scroller.scrollTop = scroller.scrollHeight;
}

const pieces = {
  start(piece) {
    const holder = document.createElement("div");
    holder.innerHTML = piece.html;
    Object.assign(running, { turn: piece.turn, unfinished: piece.unfinished, box: holder.firstElementChild, conversation: piece.conversation });
    tell(say("searching"));
    // Whoever has gone on to another conversation finds the answer in its own.
    if (conversation !== running.from) return;
    thread.append(running.box);
    conversation = piece.conversation;
    if (!by("view-ask").hidden) history.replaceState(null, "", `#/ask/${conversation}`);
    running.box.scrollIntoView({ block: "start" });
  },
  evidence(piece) {
    running.box.querySelector(".turn-evidence").innerHTML = piece.html;
    performance.mark("evidence");
    tell(say("writing"));
  },
  sentence(piece) {
    if (!running.sentences) performance.mark("sentence");
    running.sentences = (running.sentences ?? 0) + 1;
    running.box.querySelector(".streamed").insertAdjacentHTML("beforeend", piece.html);
    running.box.querySelector(".refs").insertAdjacentHTML("beforeend", piece.refs);
  },
  queue(piece) {
    const box = running.box.querySelector(".turn-notices");
    box.querySelector(".queue")?.remove();
    box.insertAdjacentHTML("afterbegin", piece.html);
  },
  notice(piece) { running.box.querySelector(".turn-notices").insertAdjacentHTML("beforeend", piece.html); },
  answer(piece) {
    const body = running.box.querySelector(".turn-body");
    body.innerHTML = piece.html;
    running.box.querySelector(".turn-evidence details")?.removeAttribute("open");
    tell(say("done"));
    performance.mark("answer");
  },
  failed(piece) { running.box.querySelector(".turn-body").insertAdjacentHTML("beforeend", piece.html); tell(""); },
  stopped() { pieces.failed({ html: running.unfinished }); tell(say("stopped")); },
};

/** Ask; `replaces` is the turn whose place the new answer takes. */
async function ask(text, replaces = "") {
  if (running || !text.trim()) return;
  by("welcome").hidden = true;
  running = { abort: new AbortController(), from: conversation };
  finished = new Promise((resolve) => { finish = resolve; });
  setBusy(true);
  tell(say("searching"));
  performance.clearMarks();
  performance.mark("asked");
  const kept = JSON.parse(localStorage.getItem("sources") ?? "{}");
  const payload = {
    ...kept, question: text.trim(), conversation, replaces, model: by("model").value, region: by("limit-region").value || kept.region || "",
    date_from: by("limit-from").value || null, date_to: by("limit-to").value || null,
  };
  try {
    for await (const piece of stream("ask", payload, running.abort.signal)) {
      if (piece.event === "start") pieces.start(piece); else follow(() => pieces[piece.event]?.(piece));
    }
  } catch (error) {
    if (error.name !== "AbortError") toast(error.message, null, 8);
    if (!running.box) question.value = text;
    if (error.name !== "AbortError") tell("");
  } finally {
    running.box?.querySelector(".turn-body").setAttribute("aria-busy", "false");
    running = null;
    finish();
    setBusy(false);
    refreshTalks();
  }
}

/** Put the list of conversations up to date. */
export async function refreshTalks() {
  const answer = await attempt(() => run("find_conversations", { words: by("find-talk").value }));
  if (answer) by("talks").innerHTML = answer.html;
  by("talks").querySelectorAll("li").forEach((li) => li.classList.toggle("here", li.dataset.conversation === conversation));
}

/** Show a kept conversation, or an empty page for a new one. */
export async function openTalk(id) {
  if (id === conversation && (id === "" ? !thread.children.length : thread.children.length)) return;
  conversation = id;
  thread.replaceChildren();
  by("welcome").hidden = Boolean(id);
  if (!running) tell("");
  if (id) {
    const answer = await attempt(() => run("open_conversation", { conversation: id }));
    if (conversation !== id) return;
    if (answer) { thread.innerHTML = answer.html; rejoin(id); scroller.scrollTop = scroller.scrollHeight; }
    else { conversation = ""; by("welcome").hidden = false; }
  }
  by("talks").querySelectorAll("li").forEach((li) => li.classList.toggle("here", li.dataset.conversation === conversation));
  question.focus();
}

/** Put the turn that is being answered back where it belongs. */
function rejoin(id) {
  if (!running?.box || running.conversation !== id) return;
  const kept = thread.querySelector(`[data-turn="${running.turn}"]`);
  if (kept) kept.replaceWith(running.box); else thread.append(running.box);
}

/** Copy an answer with its sources as plain text. */
function copyAnswer(turn) {
  const lines = [...turn.querySelectorAll(".prose p, .prose h3, .prose li")].map((line) => {
    const copy = line.cloneNode(true);
    copy.querySelectorAll(".cite").forEach((cite) => cite.replaceWith(`[${cite.dataset.n}]`));
    return (line.matches("li") ? "· " : "") + copy.textContent.trim();
  });
  const refs = [...turn.querySelectorAll(".refs .ref")].map((ref) =>
    `[${ref.dataset.n}] ${ref.querySelector(".ref-title").textContent}  ${ref.querySelector(".facts").textContent}`
    + `\n    “${ref.querySelector("blockquote").textContent}”`);
  return navigator.clipboard.writeText([...lines, "", ...refs].join("\n")).then(() => toast(say("copied")));
}

const tools = {
  copy: copyAnswer,
  retry: (turn) => { if (running || !thread.contains(turn)) return undefined; const text = turn.querySelector(".asked").textContent; turn.remove(); return ask(text, turn.dataset.turn); },
  edit: (turn) => { location.hash = conversation ? `#/ask/${conversation}` : "#/ask"; question.value = turn.querySelector(".asked").textContent; question.focus(); },
  up: (turn, button) => judge(turn, button, "up", ""),
  down: async (turn, button) => { const reason = await askLine(say("reason")); if (reason !== null) await judge(turn, button, "down", reason); },
  word: (turn) => { location.href = `export/turn/${turn.dataset.turn}.docx`; },
  excel: (turn) => { location.href = `export/turn/${turn.dataset.turn}.xlsx`; },
  markdown: (turn) => { location.href = `export/turn/${turn.dataset.turn}.md`; },
};

async function judge(turn, button, judgement, reason) {
  await run("judge", { turn: turn.dataset.turn, judgement, reason });
  turn.querySelectorAll('[data-tool="up"], [data-tool="down"]').forEach((b) => b.setAttribute("aria-pressed", b === button));
  toast(say("thanks"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".turn .tool[data-tool]");
  if (button) attempt(() => tools[button.dataset.tool](button.closest(".turn"), button));
});
by("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) return;
  const text = question.value;
  question.value = "";
  ask(text);
});
question.addEventListener("keydown", (event) => {
  // Enter sends, Shift+Enter breaks the line; while an input method composes, Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); by("composer").requestSubmit(); }
});
thread.addEventListener("click", async (event) => {
  if (!event.target.closest('[data-do="extractive"]') || !running) return;
  const { box, turn } = running, text = box.querySelector(".asked").textContent;
  by("stop").click();
  await finished;
  box.remove();
  model.value = "extractive";
  ask(text, turn);
});
by("stop").addEventListener("click", () => {
  if (!running?.turn) return;
  // The program ends at its next step; the page need not wait for that.
  attempt(() => run("stop", { turn: running.turn }));
  pieces.stopped();
  running.abort.abort();
});
by("examples").addEventListener("click", (event) => {
  const example = event.target.closest(".example");
  if (example) ask(example.textContent);
});
by("thread-tools").addEventListener("click", (event) => {
  const form = event.target.closest("[data-export]")?.dataset.export;
  if (form === "print") print(); else if (form) location.href = `export/conversation/${conversation}.${form}`;
});
new MutationObserver(() => { by("thread-tools").hidden = !thread.querySelector('[aria-busy="false"] .cite'); })
  .observe(thread, { childList: true, subtree: true, attributeFilter: ["aria-busy"] });
const limits = by("limits");
limits.addEventListener("input", () => limits.classList.toggle("set", [...limits.querySelectorAll("input")].some((input) => input.value)));
document.addEventListener("click", (event) => { if (!limits.contains(event.target)) limits.open = false; });
limits.addEventListener("keydown", (event) => { if (event.key === "Escape") { limits.open = false; limits.querySelector("summary").focus(); } });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, select, dialog")) { event.preventDefault(); location.hash = conversation ? `#/ask/${conversation}` : "#/ask"; question.focus(); }
});
const model = by("model"), keptModel = localStorage.getItem("model");
if ([...model.options].some((option) => option.value === keptModel)) model.value = keptModel;
model.addEventListener("change", () => localStorage.setItem("model", model.value));
let typing;
by("find-talk").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(refreshTalks, 200); });
by("talks").addEventListener("click", (event) => {
  const button = event.target.closest(".mini");
  const item = button?.closest("li");
  if (!item) return;
  if (button.dataset.do === "rename") attempt(() => rename(item));
  else deleteTalk(item);
});

async function rename(item) {
  const title = await askLine(say("rename_prompt"), item.querySelector("a").textContent);
  if (title) { await run("rename_conversation", { conversation: item.dataset.conversation, title }); await refreshTalks(); }
}

async function deleteTalk(item) {
  const id = item.dataset.conversation;
  if ((await deleteLater(item, "delete_conversation", { conversation: id })) && conversation === id) location.hash = "#/ask";
}
