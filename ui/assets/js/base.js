// The browser's side of the page: it keeps the conversations, raises the events of ui/page.py,
// and moves the reader between an answer and the article that proves it. These files are joined
// into one function, in the order of SCRIPTS in ui/page.py; each holds what its first lines say.
// Text is only ever set as text; HTML comes from the server, where it was escaped.

// Here is what all of them use: finding and making elements, and what Python gives (page.js).

let raise = null; // (event, data): a Python handler
let limits = null; // {question, long, turns, file}: characters of a question, turns, bytes of a file

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const uid = () => [...crypto.getRandomValues(new Uint8Array(12))].map(b => b.toString(16).padStart(2, "0")).join("");
const now = () => new Date().toISOString();

function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "data") Object.assign(made.dataset, value);
    else if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const quiet = (textContent, onclick, more = {}) =>
  el("button", { type: onclick ? "button" : "submit", className: "quiet", textContent, onclick, ...more });
