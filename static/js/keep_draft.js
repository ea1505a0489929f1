// Keeps what is typed into form[data-keep-draft] on the server, unsaved, and at once when
// "keep" asks for it; tells [data-draft-news] and, by "kept", the form.
const [SOON, PAUSE, LONGEST, SMALL] = [500, 2000, 20_000, 60_000];
const form = document.querySelector("form[data-keep-draft]");
const news = form.querySelector("[data-draft-news]");
const page = crypto.getRandomValues(new Uint32Array(4)).join("-");
let [number, wait, timer, first, sending, stopped] = [0, PAUSE, 0, 0, "", false];
const endsIt = (sent) => sent === form || "discardDraft" in sent.dataset;
const sign = (sent, data) => endsIt(sent) && data.set("draft_page", `${page}:${++number}`);
document.addEventListener("formdata", ({ target, formData }) => sign(target, formData));
function typed() {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  return [body, JSON.stringify([...body].filter(([name]) => name !== "draft_page"))];
}
const isSmall = (body) => new Blob([...body].flat()).size + 120 * [...body].length < SMALL;
const texts = [...form.querySelectorAll("textarea, input:not([type=checkbox], [type=radio], [type=file])")];
let kept = texts.some((text) => text.value !== text.defaultValue) ? "" : typed()[1];
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
  if (stopped || state === kept || (sending && !leaving)) return;
  sending = state;
  body.set("keep_draft", "1");
  const how = { method: "POST", body, keepalive: isSmall(body), redirect: "manual" };
  try {
    const answer = await fetch(form.getAttribute("action") ?? "", how);
    if (answer.status >= 500) throw new Error(answer.statusText);
    const isOurs = answer.headers.get("content-type")?.includes("json");
    const { message = news.dataset.gone, saved } = isOurs ? await answer.json() : {};
    tell(message, saved);
    if (answer.ok) { [kept, wait] = [state, PAUSE]; later(SOON); }
  } catch {
    tell(news.dataset.offline);
    later((wait = Math.min(wait * 2, LONGEST)));
  }
  if (sending === state) sending = "";
}
form.addEventListener("input", () => later(PAUSE));
form.addEventListener("change", () => later(SOON));
form.addEventListener("keep", ({ detail }) => detail.push(send(true)));
if (!kept) form.dispatchEvent(new Event("input")); // Somebody typed before this ran.
for (const kind of ["online", "pagehide"]) addEventListener(kind, () => send(true));
window.addEventListener("pageshow", () => (stopped = false));
document.addEventListener("visibilitychange", () => document.hidden && send(true));
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  stopped ||= !defaultPrevented && endsIt(target);
  if (stopped) form.dispatchEvent(new Event("kept"));
});
