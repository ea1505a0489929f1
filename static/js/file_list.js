// Lists the files chosen in an input[data-file-list], and says which are too big.
//
// data-max-bytes is the limit, data-too-big the words for a file beyond it. The list
// is the .file-list beside the control. The server judges; this only saves a wait.
const language = document.documentElement.lang;
const megabytes = new Intl.NumberFormat(language, {
  style: "unit",
  unit: "megabyte",
  maximumFractionDigits: 1,
});

function line(file, { maxBytes, tooBig }) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const size = document.createElement("span");
  name.textContent = file.name;
  size.textContent = megabytes.format(file.size / 1024 / 1024);
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
