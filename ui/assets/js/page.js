// Who listens to what, and the beginning: called by the components as they come up (ui/page.py).

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-do]");
  if (!button?.closest("#menu") && closeMenu(false) && button === one("#menu").opener) return button.focus();
  if (event.target.closest?.("#rail, #menu, #layer, [data-do=rail]") === null) closeRail();
  if (one("#chat").inert && !event.target.closest?.("#reader, #rail, #layer")) return closeArticle();
  if (!button || button.tagName === "INPUT") return;
  event.preventDefault();
  if (button.closest("#menu")) closeMenu(true);
  acts[button.dataset.do]?.(button);
});

document.addEventListener("change", event => {
  const { target } = event;
  if (target.dataset?.do === "tick") {
    const documents = scope.documents.filter(ticked => ticked !== target.dataset.document);
    setScope({ ...scope, documents: target.checked ? [...documents, target.dataset.document] : documents });
  } else if (target.id === "from" || target.id === "to") {
    setScope({ ...scope, [target.id]: (target.validity.valid && target.value) || null });
  }
});

let findTimer = 0;
document.addEventListener("input", event => {
  if (event.target.id === "question") grow();
  if (event.target.id === "seek") listConversations();
  if (event.target.id === "find") {
    clearTimeout(findTimer);
    findTimer = setTimeout(() => raise("find", { find: event.target.value, key: uid() }), 150);
  }
});

document.addEventListener("submit", event => {
  if (event.target.id === "composer") { event.preventDefault(); submit(); }
});

document.addEventListener("keydown", event => {
  const { target } = event;
  if (target.id === "question" && entered(event)) {
    event.preventDefault();
    submit();
  } else if (escaped(event)) {
    if (one("dialog[open]")) return;
    if (target.type === "search" && target.value) return empty(target);
    if (!one("#peek").hidden && !document.body.classList.contains("reading")) return hidePeek();
    if (closeMenu(true)) return;
    if (document.body.classList.contains("railed")) return closeRail();
    if (document.body.classList.contains("reading")) closeArticle();
    else stop();
  } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !target.closest?.("input, textarea, [contenteditable]")) {
    event.preventDefault();
    one("#question").focus();
  } else if (event.key === "Tab" && target.closest?.("#menu")) {
    closeMenu(true); // and on from its button
  } else if (target.closest?.("#menu") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const items = all("#menu button");
    items[(items.indexOf(target) + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].focus();
  }
});

for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, event => {
    const marker = event.target.closest?.(".cite");
    if (marker && event.pointerType !== "touch" && (on === "pointerover" || marker.matches(":focus-visible"))) showPeek(marker);
  });
  document.addEventListener(off, event => { if (event.target.closest?.(".cite")) hidePeek(); });
}

function empty(field) {
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const changed = { live: liveChanged, articles: articlesChanged, reader: readerChanged };

function part(name, element, props, watch) {
  watch("value", () => {
    if (name === "post") { if (props.value?.kind) posts[props.value.kind](props.value); } else changed[name]?.(element);
  });
}

const NEEDED = ["#seek", "#from", "#to", "#conversations", "#question", "#live", "#past", "#articles", "#reader"];

function connect(trigger, given) {
  if (!NEEDED.every(selector => one(selector))) return setTimeout(connect, 20, trigger, given); // still coming up
  raise = (name, data) => trigger(name, data);
  limits = given;
  document.body.append(el("div", { id: "layer" },
    el("div", { id: "peek", role: "tooltip", hidden: true }), el("div", { id: "menu", role: "menu", hidden: true }),
    el("div", { id: "toast", role: "status", hidden: true }), el("div", { id: "said", role: "status" }),
    el("div", { id: "lost", role: "alert", hidden: true,
      textContent: `${LOST}${lasting ? ", and your conversations are kept" : ""}.` })));
  const theme = browsers.getItem("pullquote:theme");
  setTheme(theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  one("#chat").setAttribute("role", "region");
  one("#chat").setAttribute("aria-label", "Questions and answers");
  narrow.addEventListener("change", cover);
  one("#chat").addEventListener("scroll", event => {
    const chat = event.target;
    if (Math.abs(chat.scrollTop - placed) > 1) following = Math.abs(chat.scrollTop - latest(chat)) < 60;
    hidePeek();
  });
  window.addEventListener("storage", writtenElsewhere);
  window.addEventListener("popstate", wentTo);
  keepEntry(); // none is open after a reload
  new ResizeObserver(([{ target }]) => {
    one("#chat").style.setProperty("--composer", `${target.offsetHeight}px`);
    follow(false);
  }).observe(one("#composer"));
  try { setScope(JSON.parse(tabs.getItem(SCOPE)) || {}); } catch { setScope({}); }
  raise("hello", { key: uid() });
  const found = kept();
  const last = tabs.getItem(OPEN);
  const again = last ? found.find(conversation => conversation.id === last) : found[0];
  if (again) { talk = again; show(); }
  listConversations();
  one("#question").value = tabs.getItem(DRAFT) || "";
  grow();
  one("#question").focus();
  if (!lasting) toast(NOT_KEPT);
  watchServer();
}

window.pullquote = { connect, part, failed };
