// Shows a button[data-turns] only while the list of that id holds another value than
// data-shown: the form for that one is on the page already.
const button = document.querySelector("[data-turns]");
const list = document.getElementById(button.dataset.turns);

function show() {
  button.hidden = list.value === button.dataset.shown;
}
list.addEventListener("change", show);
show();
