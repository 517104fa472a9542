// Print, and views a reader keeps: a name and the link of the page as it is. On the account of who is signed in, else here.
const KEY = "quality-dashboard-views";

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((view) => view?.name && /^\/(?![/\\])/.test(view?.path)) : [];
  } catch {
    return []; // a browser that forbids storage still shows the page
  }
}

function write(views) {
  localStorage.setItem(KEY, JSON.stringify(views.slice(0, 50)));
}

function list(root, { words, account }, send) {
  const views = account ?? read();
  root.querySelector("ul").replaceChildren(...views.map((view, place) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = view.path;
    link.textContent = view.name;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `${words.remove}: ${view.name}`);
    drop.onclick = () => {
      if (account) return send("removed", view.name);
      write(views.filter((_, other) => other !== place));
      list(root, { words, account }, send);
    };
    item.append(link, drop);
    return item;
  }));
}

// The page for paper prints itself when its last chart is drawn.
let printed = false;
function printOnce() {
  const waiting = [...document.querySelectorAll(".chart")].some((chart) => !chart.dataset.drawn || "waiting" in chart.dataset);
  const running = document.querySelector("[data-testid=stStatusWidget], [data-stale=true]");
  if (printed) return;
  if (waiting || running || !document.querySelector("h1")) {
    setTimeout(printOnce, 400);
    return;
  }
  printed = true;
  setTimeout(() => window.print(), 600);
}

// A screen as narrow as a phone's gets its tables as blocks; nothing is said as long as the screen is wide.
const NARROW = window.matchMedia("(max-width: 640px)");
let said = false;
function sayWidth(setStateValue) {
  const say = () => {
    if (NARROW.matches === said || window.matchMedia("print").matches) return;
    said = NARROW.matches;
    setStateValue("narrow", said);
  };
  NARROW.onchange = say;
  say();
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  sayWidth(setStateValue);
  let root = parentElement.querySelector(".tools");
  if (!root) {
    root = document.createElement("div");
    root.className = "tools";
    root.innerHTML = `<button type="button" class="print"></button><details><summary></summary>
      <form><input type="text" maxlength="60" required><button type="submit"></button></form><ul></ul></details>`;
    parentElement.append(root);
  }
  const words = data.words;
  root.querySelector(".print").textContent = words.print;
  root.querySelector(".print").onclick = () => {
    const address = new URL(location.href);
    address.searchParams.set("print", "1");
    address.searchParams.set("embed", "true");
    address.searchParams.set("embed_options", "light_theme"); // paper is white
    window.open(address);
  };
  if (data.printing) printOnce();
  root.querySelector("summary").textContent = words.views;
  const input = root.querySelector("input");
  input.placeholder = words.name;
  input.setAttribute("aria-label", words.name);
  root.querySelector("form button").textContent = words.keep;
  root.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    const path = location.pathname + location.search;
    if (data.account) setTriggerValue("kept", { name: input.value, path });
    else write([...read().filter((view) => view.name !== input.value), { name: input.value, path }]);
    input.value = "";
    list(root, data, setTriggerValue);
  };
  list(root, data, setTriggerValue);
}
