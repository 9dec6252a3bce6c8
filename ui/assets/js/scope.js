// Where to search: ticked articles and dates, and what the list of articles says of them.

const SCOPE = "pullquote:scope";

let scope = { documents: [], from: null, to: null };
const labels = new Map(); // document -> title, for words about the scope
let removing = false; // the list of articles comes again without one

function setScope(next) {
  scope = { documents: [], from: null, to: null, ...next };
  note(tabs, SCOPE, JSON.stringify(scope));
  one("#from").value = scope.from || "";
  one("#to").value = scope.to || "";
  sayScope();
}

function sayScope() {
  tickBoxes();
  const parts = [];
  if (scope.documents.length === 1) parts.push(shortened(labels.get(scope.documents[0])) || "1 article");
  else if (scope.documents.length) parts.push(`${scope.documents.length} articles`);
  const said = day => new Date(`${day}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  if (scope.from && scope.to) parts.push(`published ${said(scope.from)} to ${said(scope.to)}`);
  else if (scope.from) parts.push(`published since ${said(scope.from)}`);
  else if (scope.to) parts.push(`published until ${said(scope.to)}`);
  one("#limits").hidden = !parts.length;
  let besides = scope.from || scope.to ? " Articles without a date are left out." : "";
  if (scope.from && scope.to && scope.from > scope.to) besides = " There are none: exchange the dates.";
  one("#limits span").textContent = parts.length ? `Searching only ${parts.join(", ")}.${besides}` : "";
}

function shortened(title) {
  if (!title) return "";
  return `“${title.length > 60 ? `${title.slice(0, 59).replace(/\W+\w*$/, "")}…` : title}”`;
}

function tickBoxes() {
  for (const box of all("#articles input[data-do=tick]")) box.checked = scope.documents.includes(box.dataset.document);
}

function countCited() {
  const counts = new Map();
  for (const turn of talk.turns) {
    for (const { document: name } of turn.answer?.citations || []) {
      counts.set(name, (counts.get(name) || 0) + 1);
    }
  }
  for (const row of all("#articles li[data-document]")) {
    const count = counts.get(row.dataset.document);
    one(".cited", row).textContent = count ? ` · cited ${count === 1 ? "once" : `${count}×`}` : "";
  }
}

function articlesChanged() {
  for (const row of all("#articles li[data-document]")) labels.set(row.dataset.document, one(".name", row).textContent);
  sayScope(); // which may name one of them
  countCited();
  const list = one("#articles .articles");
  const find = one("#find").value;
  if (list && list.dataset.find !== find) return raise("find", { find, key: uid() }); // what came is of all of them
  if (removing && document.activeElement === document.body) (one("#articles .title") || one("#find")).focus();
  removing = false;
}
