// Keeps what is typed into form[data-keep-draft] on the server, unsaved, and at once when
// form[data-sends-draft] is sent; tells [data-draft-news] and, by "kept", the form.
const [SOON, PAUSE, LONGEST, SMALL] = [500, 2000, 20_000, 60_000];
const form = document.querySelector("form[data-keep-draft]");
const news = form.querySelector("[data-draft-news]");
const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
let [number, wait, timer, first, sending, stopped] = [0, PAUSE, 0, 0, "", false];
form.addEventListener("formdata", ({ formData }) => formData.set("draft_page", `${page}:${++number}`));
function typed() {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  return [body, JSON.stringify([...body].filter(([name]) => name !== "draft_page"))];
}
const isSmall = (body) => new Blob([...body].flat()).size + 120 * [...body].length < SMALL;
let [, kept] = typed();
function tell(words, at = "") {
  if (news.textContent !== words) news.textContent = words;
  form.querySelector("[data-draft-time]").textContent = at;
}
function later(pause) {
  clearTimeout(timer);
  if (pause === SOON && typed()[1] === kept) return form.dispatchEvent(new Event("kept"));
  first ||= Date.now(); // Who never pauses is kept all the same.
  timer = setTimeout(send, Math.min(pause, first + LONGEST - Date.now()));
}
async function send(leaving = false) {
  const [body, state] = typed();
  first = 0;
  if (state === kept) form.dispatchEvent(new Event("kept"));
  if (stopped || state === kept || (sending && (!leaving || sending === state))) return;
  sending = state;
  const how = { method: "POST", body, keepalive: isSmall(body), redirect: "manual" };
  body.set("keep_draft", "1");
  try {
    const answer = await fetch(form.getAttribute("action") ?? "", how);
    if (answer.status >= 500) throw new Error(answer.statusText);
    const isOurs = answer.headers.get("content-type")?.includes("json");
    const { message = news.dataset.gone, saved } = isOurs ? await answer.json() : {};
    tell(message, saved);
    if (answer.ok) [kept, wait] = [state, PAUSE];
    if (answer.ok) later(SOON);
  } catch {
    tell(news.dataset.offline);
    later((wait = Math.min(wait * 2, LONGEST)));
  }
  if (sending === state) sending = "";
}
form.addEventListener("input", () => later(PAUSE));
form.addEventListener("change", () => later(SOON));
for (const kind of ["online", "pagehide"]) addEventListener(kind, () => send(true));
window.addEventListener("pageshow", () => (stopped = false));
document.addEventListener("visibilitychange", () => document.hidden && send(true));
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  stopped ||= !defaultPrevented && (target === form || "discardDraft" in target.dataset);
  const isBeside = !defaultPrevented && "sendsDraft" in target.dataset;
  if (isBeside) send(true);
  const isSafe = stopped || (isBeside && wait === PAUSE && isSmall(typed()[0]));
  if (isSafe) form.dispatchEvent(new Event("kept"));
});
