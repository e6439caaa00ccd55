// Calls to the program: `run` for one answer, `stream` for pieces. Both go through Gradio's API engine.
export const words = JSON.parse(document.getElementById("texts").textContent);
export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

/** Fill `{name}` in one of the page's texts. */
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Show a line for a while; `action` adds a button. Returns a function that takes it away. */
export function toast(text, action, seconds = 5) {
  const box = document.createElement("div");
  box.className = "toast";
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  const close = () => box.remove();
  if (action) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: action.label });
    button.addEventListener("click", () => { close(); action.run(); });
    box.append(button);
  }
  document.getElementById("toasts").append(box);
  setTimeout(close, seconds * 1000);
  return close;
}

function unwrap(piece) {
  if (piece?.error) throw new Error(piece.error.message || say("failed"));
  return piece;
}

async function post(path, payload, options = {}) {
  let response;
  try {
    response = await fetch(`gradio_api/${path}`, {
      method: "POST", ...options, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ data: [{ language, ...payload }] }),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(say("lost"));
  }
  if (!response.ok) throw new Error(say("failed"));
  return response.json();
}

/** Call a handler that answers at once; with `leaving` the call outlives the page. */
export async function run(name, payload = {}, leaving = false) {
  return unwrap((await post(`run/${name}`, payload, { keepalive: leaving })).data[0]);
}

/** Call a handler that answers piece by piece. */
export async function* stream(name, payload = {}, signal) {
  const { event_id: id } = await post(`call/${name}`, payload, { signal });
  const response = await fetch(`gradio_api/call/${name}/${id}`, { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "", seen = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const [, kind, data] = /^event: (\w+)\ndata: ([\s\S]*)$/.exec(block) ?? [];
      if (kind === "error") throw new Error(say("failed"));
      // The last piece comes twice: generating, then complete.
      if (kind === "generating") { seen += 1; yield unwrap(JSON.parse(data)[0]); }
      if (kind === "complete") { if (!seen) yield unwrap(JSON.parse(data)[0]); return; }
    }
  }
}

/** Run an action; what goes wrong is said in a toast. */
export async function attempt(action) {
  try { return await action(); } catch (error) { if (error.name !== "AbortError") toast(error.message, null, 8); }
  return undefined;
}
