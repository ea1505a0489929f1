// Asks before a page is left whose form[data-unsaved] has something typed in it;
// sends a form[data-busy] once, however often its button is pressed, and says so.
const dirty = new Set();

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  // A form that came back with faults holds typing that was never saved.
  if (form.dataset.unsaved === "dirty") dirty.add(form);
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => dirty.add(form));
  }
  // What keep_draft.js keeps is not lost; a file only chosen would be.
  form.addEventListener("kept", () => {
    if (![...form.elements].some((control) => control.files?.length)) dirty.delete(form);
  });
}

// After every other listener: a submission that one of them stopped still counts.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) dirty.delete(event.target);
});

window.addEventListener("beforeunload", (event) => dirty.size && event.preventDefault());

// The text of data-busy is read out while waiting. The buttons stay enabled for
// the browser, or the pressed one's name and value would not be sent.
function setBusy(form, busy) {
  form.toggleAttribute("data-sent", busy);
  form.setAttribute("aria-busy", String(busy));
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  let news = form.querySelector("[data-busy-news]");
  if (!news) {
    news = document.createElement("span");
    news.className = "visually-hidden";
    news.dataset.busyNews = "";
    news.setAttribute("role", "status");
    form.append(news);
  }
  news.textContent = busy ? form.dataset.busy : "";
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-busy]") || event.defaultPrevented) return;
  if (form.hasAttribute("data-sent")) return event.preventDefault();
  setBusy(form, true);
  if (!("sendsDraft" in form.dataset)) return;
  const kept = []; // First what is typed beside it: the page that comes next shows that.
  document.querySelector("form[data-keep-draft]")?.dispatchEvent(new CustomEvent("keep", { detail: kept }));
  if (kept.length) event.preventDefault();
  if (kept.length) Promise.allSettled(kept).then(() => form.submit());
});

// Back from the next page, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) setBusy(form, false);
});
