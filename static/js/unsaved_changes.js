// Asks before a page is left whose form[data-unsaved] has something typed in it.
const dirty = new Set();

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  // A form that came back with faults holds typing that was never saved.
  if (form.dataset.unsaved === "dirty") dirty.add(form);
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => dirty.add(form));
  }
}

// After every other listener: a submission that one of them stopped still counts.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) dirty.delete(event.target);
});

window.addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});
