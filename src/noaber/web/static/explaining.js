// A click on a number lays its explanation over the page. Without this module the same link opens it as a page.
import { offerCopies } from "./copying.js";

const words = document.querySelector("#kaart-woorden").dataset;
let dialog = null; // made at the first click
let opener = null; // where the focus goes back to
let trail = []; // numbers looked at before this one

const isPlain = (event) =>
  event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);

function explained(target) {
  const link = target.closest?.("a[href]");
  if (!link || link.hasAttribute("data-page") || link.origin !== location.origin) return null;
  return /^\/(nl|de|en)\/uitleg\/[^/]+\/[^/]+\/[^/]+$/.test(link.pathname) && !link.pathname.endsWith(".json") ? link : null;
}

function makeButton(name, text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `button plain ${name}`;
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function makeDialog() {
  dialog = document.createElement("dialog");
  dialog.className = "explained-card";
  dialog.setAttribute("aria-labelledby", "kaart-titel");
  const bar = document.createElement("div");
  bar.className = "card-bar";
  bar.append(makeButton("back", words.back, back), makeButton("close", words.close, () => dialog.close()));
  const body = document.createElement("div");
  body.className = "card-part";
  dialog.append(bar, body);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { trail = []; body.replaceChildren(); opener?.focus(); });
  document.body.append(dialog);
}

async function fetchCard(href) {
  const address = new URL(href, location.href);
  address.searchParams.set("vorm", "kaart");
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

async function show(href) {
  if (!dialog) makeDialog();
  document.documentElement.setAttribute("aria-busy", "true");
  try {
    const text = await fetchCard(href);
    const part = new DOMParser().parseFromString(text, "text/html").querySelector(".card-body");
    dialog.querySelector(".card-part").replaceChildren(document.adoptNode(part));
  } catch {
    location.assign(href); // no card, but the page is there
    return;
  } finally {
    document.documentElement.removeAttribute("aria-busy");
  }
  offerCopies(dialog);
  dialog.querySelector(".back").hidden = trail.length < 2;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("#kaart-titel").focus();
}

function back() {
  trail.pop();
  show(trail.at(-1));
}

document.addEventListener("click", (event) => {
  const link = isPlain(event) ? explained(event.target) : null;
  if (!link) return;
  event.preventDefault();
  if (!dialog?.open) [opener, trail] = [link, []];
  trail.push(link.href);
  show(link.href);
});
