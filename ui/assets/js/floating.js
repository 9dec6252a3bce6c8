// What floats over the page: a quotation, a word in passing, a dialog, a menu; the rail of a phone.

let peeked = null;
function showPeek(marker) {
  const peek = one("#peek");
  peeked = marker;
  peek.replaceChildren(el("q", { textContent: marker.dataset.quote }), el("cite", { textContent: marker.dataset.name }),
    el("small", { textContent: marker.dataset.about }));
  peek.hidden = false;
  marker.setAttribute("aria-describedby", "peek");
  const at = marker.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = peek;
  const below = at.bottom + 8;
  peek.style.left = `${Math.max(12, Math.min(at.left - 24, innerWidth - width - 12))}px`;
  peek.style.top = `${below + height < innerHeight - 12 ? below : Math.max(12, at.top - height - 8)}px`;
}

function hidePeek() {
  const peek = one("#peek");
  if (peek) peek.hidden = true;
  peeked?.removeAttribute("aria-describedby");
  peeked = null;
}

let toastTimer = 0;
function toast(text, action, act) {
  const box = one("#toast");
  box.replaceChildren(el("span", { textContent: text }));
  const pressed = () => { box.hidden = true; toQuestion(); act(); };
  if (action) box.append(el("button", { type: "button", textContent: action, onclick: pressed }));
  box.hidden = false;
  const wait = action ? 12000 : 5000;
  const leave = () => { // but not from under a finger
    if (box.matches(":hover, :focus-within")) toastTimer = setTimeout(leave, wait);
    else box.hidden = true;
  };
  clearTimeout(toastTimer);
  toastTimer = setTimeout(leave, wait);
}

// Ask for a yes, or with `value` for a text; resolves to null when it is put away.
function dialog(text, go, value) {
  return new Promise(resolve => {
    const field = value === undefined ? null : el("input", { type: "text", value, maxLength: 120, "aria-label": text });
    const form = el("form", { method: "dialog" }, el("p", { textContent: text }), ...(field ? [field] : []),
      el("div", { className: "row" }, quiet("Cancel", () => box.close()),
        el("button", { type: "submit", className: "go", textContent: go, value: "go" })));
    const box = el("dialog", { "aria-label": text }, form);
    box.onclose = () => {
      box.remove();
      resolve(box.returnValue === "go" ? (field ? field.value : "go") : null);
    };
    one("#layer").append(box);
    box.showModal();
    if (field) field.select();
  });
}

function menu(button) {
  const box = one("#menu");
  const ofOne = [["Rename", "rename"], ["Save as Markdown", "markdown"], ["Save as JSON", "json"], ["Delete", "delete"]];
  const ofAll = [["Save all", "saveAll"], ["Load", "load"], ["Delete all", "deleteAll"]];
  box.replaceChildren(...(button.dataset.id ? ofOne : ofAll).map(([textContent, act]) =>
    el("button", { type: "button", role: "menuitem", textContent, data: { ...button.dataset, do: act } })));
  box.hidden = false;
  const at = button.getBoundingClientRect();
  box.style.left = `${Math.min(at.left, innerWidth - box.offsetWidth - 12)}px`;
  box.style.top = `${Math.min(at.bottom + 4, innerHeight - box.offsetHeight - 12)}px`;
  box.opener = button;
  expanded(button, true);
  box.firstElementChild.focus();
}

function closeMenu(refocus) {
  const box = one("#menu");
  if (!box || box.hidden) return false;
  box.hidden = true;
  expanded(box.opener, false);
  if (refocus) box.opener.focus();
  return true;
}

const expanded = (button, open) => button.setAttribute("aria-expanded", String(open));

function openRail() {
  document.body.classList.add("railed");
  expanded(one("#head [data-do=rail]"), true);
  cover();
  one("#rail .narrow").focus();
}

function closeRail() {
  if (!document.body.classList.contains("railed")) return;
  const held = one("#rail").contains(document.activeElement);
  document.body.classList.remove("railed");
  expanded(one("#head [data-do=rail]"), false);
  cover();
  if (held) one("#head [data-do=rail]").focus();
}
