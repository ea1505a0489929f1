// Adds an empty row to a set of rows. Without script the same button asks the server.
//
// [data-rows] holds a management form, [data-row-list], template[data-row-template]
// and a button [data-add-row]; its data-added is read out.
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

function addRow(set) {
  const total = set.querySelector('input[name$="-TOTAL_FORMS"]');
  const row = numbered(set.querySelector("template[data-row-template]"), total.value);
  set.querySelector("[data-row-list]").append(row);
  total.value = Number(total.value) + 1;
  row.querySelector("[data-row-body] :is(input:not([type=hidden]), select, textarea)")?.focus();
  set.querySelector("[data-row-news]").textContent = set.dataset.added;
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (button) {
    event.preventDefault();
    addRow(button.closest("[data-rows]"));
  }
});
