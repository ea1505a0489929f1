// Asks before a form is sent whose pressed button, or which itself, has data-confirm.
//
// data-confirm is the question, data-confirm-cancel the word on the way back; the
// way on repeats the words of the pressed button. Without script the form is sent.
function labelled(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function ask(form, submitter, { confirm, confirmCancel }) {
  const dialog = labelled("dialog", "confirm", "");
  const question = labelled("p", "", confirm);
  const yes = labelled("button", "button", submitter?.textContent.trim() ?? "");
  const no = labelled("button", "button button--plain", confirmCancel);
  const buttons = labelled("div", "buttons", "");
  question.id = "confirm-question";
  dialog.setAttribute("aria-labelledby", question.id);
  buttons.append(yes, no);
  dialog.append(question, buttons);
  document.body.append(dialog);
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    form.dataset.confirmed = "";
    form.requestSubmit(submitter);
    delete form.dataset.confirmed;
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asked = [event.submitter, form].find((part) => part?.dataset.confirm);
  if (!asked || "confirmed" in form.dataset) return;
  event.preventDefault();
  ask(form, event.submitter, asked.dataset);
}, { capture: true });
