// Sends a form[data-sends-draft] as soon as what is typed beside it, in the page's
// form[data-keep-draft], is kept: the page that comes next shows it.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !("sendsDraft" in event.target.dataset)) return;
  event.preventDefault();
  const kept = [];
  document.querySelector("form[data-keep-draft]")?.dispatchEvent(new CustomEvent("keep", { detail: kept }));
  Promise.allSettled(kept).then(() => event.target.submit());
});
