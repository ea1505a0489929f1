// Offers known issues that may be the same while one types into form fields named
// issue-kind, -title, -place, -site, -office; [data-likely] is the address that knows.
const box = document.querySelector("[data-likely]");
const form = box.closest("form");
const row = box.querySelector("template").content.firstElementChild;
const ASKED = /^(csrfmiddlewaretoken|issue-(kind|title|place|site|office))$/;
const PAUSE = 600;
let [timer, asked, waiting] = [0, "", new AbortController()];

function typed() {
  return new URLSearchParams([...new FormData(form)].filter(([name]) => ASKED.test(name)));
}

function drawn(issue) {
  const item = row.cloneNode(true);
  for (const part of item.querySelectorAll("[data-likely-text]")) {
    part.textContent = issue[part.dataset.likelyText];
  }
  item.querySelector("a").href = issue.address;
  item.querySelector("button").value = issue.ref;
  item.querySelector(".status").classList.add(`status--${issue.tone}`);
  return item;
}

function show({ news, issues }) {
  const words = box.querySelector("[data-likely-news]");
  if (words.textContent !== news) words.textContent = news;
  // What is reached by keyboard or being read stays while it says the same.
  const list = box.querySelector("ul");
  const next = issues.map(drawn);
  const text = (items) => items.map((item) => item.textContent).join();
  if (text([...list.children]) !== text(next)) list.replaceChildren(...next);
}

async function ask() {
  const body = typed();
  if (String(body) === asked) return;
  asked = String(body);
  waiting.abort();
  waiting = new AbortController();
  try {
    const answer = await fetch(box.dataset.likely, { method: "POST", body, signal: waiting.signal });
    if (answer.ok) show(await answer.json());
  } catch {
    // Offline, or typed on: the question comes at saving.
  }
}

function later({ target }) {
  if (!ASKED.test(target.name ?? "")) return;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}
form.addEventListener("input", later);
form.addEventListener("change", later);
