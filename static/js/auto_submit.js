// Sends a form[data-auto-submit] as soon as one of its lists or boxes changes.
document.addEventListener("change", ({ target }) => {
  if (target.matches("select, input[type=checkbox], input[type=radio]")) {
    target.closest("form[data-auto-submit]")?.requestSubmit();
  }
});
