// Adds and removes rows of a [data-rows]; without script its controls ask the server.
// A removed row is folded away, with an undo: its box tells the server.
function numbered(template, number) {
  const row = template.content.firstElementChild.cloneNode(true);
  for (const part of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...part.attributes]) {
      if (value.includes("__prefix__")) {
        part.setAttribute(name, value.replaceAll("__prefix__", number));
      }
    }
  }
  return row;
}

function changed(set, row, news) {
  set.querySelector("[data-row-news]").textContent = news;
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

function addRow(set) {
  const total = set.querySelector('input[name$="-TOTAL_FORMS"]');
  const row = numbered(set.querySelector("template[data-row-template]"), total.value);
  set.querySelector("[data-row-list]").append(row);
  total.value = Number(total.value) + 1;
  row.querySelector("[data-row-body] :is(input:not([type=hidden]), select, textarea)")?.focus();
  changed(set, row, set.dataset.added);
}

function show(row, removed) {
  row.querySelector("[data-remove-box] input").checked = removed;
  row.classList.toggle("row-card--removed", removed);
  row.querySelector("[data-row-body]").hidden = removed;
  row.querySelector("[data-remove-row]").hidden = removed;
  row.querySelector("[data-row-gone]").hidden = !removed;
}

for (const set of document.querySelectorAll("[data-rows]")) {
  set.dataset.scripted = "";
  for (const box of set.querySelectorAll("[data-remove-box] input:checked")) {
    show(box.closest("[data-row]"), true);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row], [data-remove-row], [data-restore-row]");
  if (!button) return;
  const set = button.closest("[data-rows]");
  if (button.hasAttribute("data-add-row")) {
    event.preventDefault();
    addRow(set);
    return;
  }
  const row = button.closest("[data-row]");
  const removed = button.hasAttribute("data-remove-row");
  show(row, removed);
  row.querySelector(removed ? "[data-restore-row]" : "[data-remove-row]").focus();
  changed(set, row, removed ? set.dataset.removed : set.dataset.restored);
});
