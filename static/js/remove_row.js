// Turns a row's "remove" box into a button that folds the row away, with an undo.
//
// Nothing leaves the page: the box is what tells the server when the form is sent.
function show(row, removed) {
  row.querySelector("[data-remove-box] input").checked = removed;
  row.classList.toggle("row-card--removed", removed);
  row.querySelector("[data-row-body]").hidden = removed;
  row.querySelector("[data-remove-row]").hidden = removed;
  row.querySelector("[data-row-gone]").hidden = !removed;
}

function change(row, removed) {
  const set = row.closest("[data-rows]");
  show(row, removed);
  row.querySelector(removed ? "[data-restore-row]" : "[data-remove-row]").focus();
  set.querySelector("[data-row-news]").textContent = removed
    ? set.dataset.removed
    : set.dataset.restored;
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

for (const set of document.querySelectorAll("[data-rows]")) {
  set.dataset.scripted = "";
  for (const box of set.querySelectorAll("[data-remove-box] input:checked")) {
    show(box.closest("[data-row]"), true);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove-row], [data-restore-row]");
  if (button) {
    change(button.closest("[data-row]"), button.hasAttribute("data-remove-row"));
  }
});
