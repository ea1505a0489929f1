// Lists the files chosen in an input[data-file-list] and says which are too big; the
// server judges.
const language = document.documentElement.lang;
const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const MEGABYTE = 1024 * 1024;

function inWords(bytes, { kilobytes, megabytes }) {
  return bytes < MEGABYTE
    ? kilobytes.replace("%s", number.format(Math.ceil(bytes / 1024)))
    : megabytes.replace("%s", number.format(bytes / MEGABYTE));
}

function line(file, { maxBytes, tooBig, ...units }) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const size = document.createElement("span");
  name.textContent = file.name;
  size.textContent = inWords(file.size, units);
  item.append(name, size);
  if (file.size > Number(maxBytes)) {
    const warning = document.createElement("span");
    warning.className = "bad";
    warning.textContent = tooBig;
    item.append(warning);
  }
  return item;
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[data-file-list]")) return;
  const lines = [...target.files].map((file) => line(file, target.dataset));
  target.parentElement.querySelector(".file-list").replaceChildren(...lines);
});
