// The article beside the chat, its quotations, its entry in the browser's history.

let opener = null; // what opened the article that is open or on its way, to give the focus back
let wanted = null; // what the server was asked for then

function openArticle(button) {
  const { document: name, start, quote, marker } = button.dataset;
  const turn = button.closest(".turn");
  const cited = turn
    ? all(".cite", turn).map(mark => ({ ...mark.dataset, label: mark.dataset.marker }))
    : talk.turns.flatMap(kept => kept.answer?.citations || []).map(citation => ({ ...citation, label: "" }));
  const others = cited.filter(mark => mark.document === name && mark.start != start)
    .map(({ start, quote, label }) => ({ start, quote, label }));
  opener = button;
  keepEntry();
  hidePeek();
  closeRail();
  all(".cite.open").forEach(mark => mark.classList.remove("open"));
  if (marker) all(`.cite[data-marker="${marker}"]`, turn).forEach(mark => mark.classList.add("open"));
  wanted = { document: name, start, quote, label: marker || "", others, key: uid() };
  raise("open", wanted);
}

function readerChanged(element) {
  const article = one(".article", element);
  if (!opener || !article) return; // or it was closed while another was on its way
  if (article.dataset.key !== wanted.key) { // one asked for before it: replies come in any order
    article.hidden = true;
    return raise("open", wanted);
  }
  document.body.classList.add("reading");
  cover();
  const sheet = one(".sheet", element);
  const marked = one("mark.exact", sheet);
  sheet.scrollTop = 0;
  if (marked) {
    const below = marked.getBoundingClientRect().top - sheet.getBoundingClientRect().top;
    sheet.scrollTop = below - sheet.clientHeight * 0.3;
  }
  sheet.focus({ preventScroll: true });
  steps(element);
  // by the next frame the article may be closed again
  if (opener.closest("#chat")) requestAnimationFrame(() => opener?.scrollIntoView({ block: "nearest" }));
}

// "Quotation 2 of 3", or "3 quotations" before one is chosen, with a way to the next
function steps(element) {
  const starts = [...new Set(all("mark", element).map(mark => mark.dataset.start))].sort((a, b) => a - b);
  const bar = one(".steps", element);
  const exact = one("mark.exact", element);
  let at = exact ? starts.indexOf(exact.dataset.start) : -1;
  if (starts.length < (exact ? 2 : 1)) return bar.replaceChildren();
  const said = el("span", { role: "status" });
  const go = by => {
    at = at < 0 && by < 0 ? starts.length - 1 : (at + by + starts.length) % starts.length;
    for (const mark of all("mark", element)) mark.className = mark.dataset.start === starts[at] ? "exact" : "cited";
    one("mark.exact", element).scrollIntoView({ block: "center" });
    tell();
  };
  const counted = starts.length === 1 ? "1 quotation" : `${starts.length} quotations`;
  const tell = () => { said.textContent = at < 0 ? counted : `Quotation ${at + 1} of ${starts.length}`; };
  tell();
  bar.replaceChildren(said,
    quiet("↑", () => go(-1), { "aria-label": "Previous quotation" }),
    quiet("↓", () => go(1), { "aria-label": "Next quotation" }));
}

// On a narrow screen the article or the rail lies over the chat, which then takes no focus.
const narrow = matchMedia("(max-width: 820px)");
function cover() {
  one("#chat").inert = narrow.matches && ["reading", "railed"].some(over => document.body.classList.contains(over));
}

function closeArticle() {
  const from = opener;
  opener = null;
  document.body.classList.remove("reading");
  cover();
  keepEntry();
  all(".cite.open").forEach(mark => mark.classList.remove("open"));
  from?.focus();
  if (document.activeElement !== from) (narrow.matches ? one("#head [data-do=rail]") : one("#question")).focus();
}

// An article has one entry in the browser's history from when it is asked for, so that Back closes
// it, or ends the wait for it; a closed one has none.
let leaving = false; // the entry of a closed article is being taken back
function keepEntry() {
  if (leaving) return; // wentTo sees to what is opened meanwhile
  const entered = Boolean(history.state?.article);
  if (opener && !entered) history.pushState({ article: true }, "");
  if (entered && !opener) {
    leaving = true;
    history.back();
  }
}

function wentTo() {
  const ours = leaving;
  leaving = false;
  if (!ours && !history.state?.article && opener) closeArticle();
  else keepEntry(); // also where Forward leads to an article that is closed
}
