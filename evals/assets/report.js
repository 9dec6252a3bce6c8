"use strict";
// Filters, the list and one case at a time. Text goes in as text, never as HTML.

const data = JSON.parse(document.getElementById("data").textContent);
const state = { verdict: "failed", search: "", kind: "", story: "", tag: "", reason: "", step: "", sort: "worst", open: "" };
const byId = (id) => document.getElementById(id);

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

// Whether all sides pass (true), one fails (false), or one has no answer (null).
function verdictOf(one) {
  const passed = one.sides.map((side) => (side ? side.passed : null));
  if (passed.includes(false)) return false;
  return passed.includes(null) ? null : true;
}
const differs = (one) => new Set(one.sides.map((side) => side && side.passed)).size > 1;
const regressed = (one) => {
  const before = one.history.slice(0, -1).map(([, passed]) => passed);
  return verdictOf(one) === false && before.includes(true);
};
const codes = (one) => new Set(one.sides.flatMap((side) => (side ? side.reasons.map((r) => r.code) : [])));
const steps = (one) => new Set(one.sides.flatMap((side) => (side && side.lostAt ? [side.lostAt] : [])));
const disputed = (one) => one.sides.some((side) => side && side.opinion && side.opinion.passed !== null && side.opinion.passed !== side.passed);
const slowest = (one) => Math.max(...one.sides.map((side) => (side ? side.seconds : 0)));
const badness = (one) => one.sides.reduce((sum, side) => sum + (!side ? 0 : side.outcome === "wrong" ? 10 : side.passed === false ? 5 : 0) + (side ? side.reasons.length : 0), 0);
const textOf = (one) => [one.id, one.kind, ...one.asked, ...one.tags, one.gist,
  ...one.sides.flatMap((side) => side ? [...(side.said || []).map((s) => s.text), ...(side.remarks || []), ...side.reasons.map((r) => r.code + " " + r.detail)] : [])].join(" ").toLowerCase();
for (const one of data.cases) one.text = textOf(one);

const VERDICTS = {
  failed: ["Failed", (one) => verdictOf(one) !== true],
  passed: ["Passed", (one) => verdictOf(one) === true],
  all: ["All", () => true],
  differs: ["Sides differ", differs],
  regressed: ["Passed before", regressed],
  disputed: ["Model disagrees", disputed],
};
const SORTS = {
  worst: ["Worst first", (a, b) => badness(b) - badness(a) || a.id.localeCompare(b.id)],
  id: ["By id", (a, b) => a.id.localeCompare(b.id)],
  kind: ["By kind", (a, b) => a.kind.localeCompare(b.kind) || a.id.localeCompare(b.id)],
  slow: ["Slowest first", (a, b) => slowest(b) - slowest(a)],
};

function fits(one, skip = "") {
  return VERDICTS[state.verdict][1](one)
    && (!state.kind || one.kind === state.kind)
    && (!state.story || one.story === state.story)
    && (!state.tag || one.tags.includes(state.tag))
    && (skip === "reason" || !state.reason || codes(one).has(state.reason))
    && (skip === "reason" || !state.step || steps(one).has(state.step))
    && state.search.split(/\s+/).every((word) => one.text.includes(word));
}
const shown = () => data.cases.filter((one) => fits(one)).sort(SORTS[state.sort][1]);

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function light(passed, title = "") {
  return el("span", { class: "light " + (passed === true ? "yes" : passed === false ? "no" : ""), title: title + (passed === true ? "passed" : passed === false ? "failed" : "no answer") });
}

function drawFilters() {
  byId("verdicts").replaceChildren(...Object.entries(VERDICTS)
    .filter(([name]) => (name !== "differs" || data.sides.length > 1) && (name !== "regressed" || data.cases.some(regressed)) && (name !== "disputed" || data.cases.some(disputed)))
    .map(([name, [label, test]]) => el("button", { type: "button", "data-key": "verdict " + name, "aria-pressed": String(state.verdict === name), onclick: () => set({ verdict: name, reason: "", step: "" }) }, `${label} ${data.cases.filter(test).length}`)));
  const pool = data.cases.filter((one) => fits(one, "reason"));
  const chip = (field, value, count, css) => el("button", { type: "button", class: css, "data-key": field + " " + value, "aria-pressed": String(state[field] === value), onclick: () => set({ [field]: state[field] === value ? "" : value }) }, `${value} ${count}`);
  byId("reasons").replaceChildren(
    ...counted(pool.flatMap((one) => [...codes(one)])).map(([value, count]) => chip("reason", value, count, "")),
    ...counted(pool.flatMap((one) => [...steps(one)])).map(([value, count]) => chip("step", value, count, "step")));
  for (const [field, values, label] of [["kind", data.cases.map((one) => one.kind), "All kinds"], ["story", data.cases.map((one) => one.story), "All stories"], ["tag", data.cases.flatMap((one) => one.tags), "All tags"]]) {
    byId(field).replaceChildren(el("option", { value: "" }, label), ...counted(values).sort().map(([value, count]) => el("option", { value }, `${value.replace("_", " ")} (${count})`)));
    byId(field).value = state[field];
  }
  byId("sort").replaceChildren(...Object.entries(SORTS).map(([name, [label]]) => el("option", { value: name }, label)));
  byId("sort").value = state.sort;
  if (document.activeElement !== byId("search")) byId("search").value = state.search;
}

function drawList() {
  const rows = shown();
  if (!rows.some((one) => one.id === state.open)) state.open = rows.length ? rows[0].id : "";
  byId("list").replaceChildren(...(rows.length ? rows.map((one, i) => el("li",
    { id: "case-" + i, role: "option", "aria-selected": String(one.id === state.open), "data-id": one.id, onclick: () => set({ open: one.id }) },
    el("span", { class: "lights" }, ...one.sides.map((side, i) => light(side ? side.passed : null, data.sides[i] + ": "))),
    el("span", { class: "q" }, one.asked[one.asked.length - 1]),
    el("span", { class: "why" }, [one.kind.replace("_", " "), ...codes(one)].join(" · "))))
    : [el("li", { class: "nothing", role: "option", "aria-disabled": "true" }, data.cases.length ? "No case fits these filters." : "No case is shown.")]));
  const current = byId("list").querySelector('[aria-selected="true"]');
  byId("list").setAttribute("aria-activedescendant", current ? current.id : "");
  if (current) current.scrollIntoView({ block: "nearest" });
}

// Markdown of an answer: **bold**, escapes and [n] markers; nothing else is drawn.
function prose(text, side, column) {
  const known = new Set(side.cites.map((cite) => cite.marker));
  return text.split(/(\*\*[^*]+\*\*|(?<!\\)\[\d+(?:\s*,\s*\d+)*\])/).map((part) => {
    if (/^\*\*/.test(part)) return el("strong", {}, clean(part.slice(2, -2)));
    if (/^\[\d/.test(part)) {
      return el("span", {}, ...part.match(/\d+/g).map((n) => el("button", { type: "button", class: "marker" + (known.has(Number(n)) ? "" : " ghost"), title: known.has(Number(n)) ? "Show the quotation" : "Stands for nothing", onclick: () => showSource(column, Number(n)) }, n)));
    }
    return clean(part);
  });
}
const clean = (text) => text.replace(/\\([!-/:-@[-`{-~])/g, "$1");

function showSource(column, marker) {
  for (const node of document.querySelectorAll(".source")) node.classList.remove("lit");
  const node = byId(`source-${column}-${marker}`);
  if (node) { node.classList.add("lit"); node.scrollIntoView({ block: "nearest", behavior: "smooth" }); }
}

function drawSide(side, column, many) {
  const name = many ? el("div", { class: "side-name" }, data.sides[column]) : "";
  if (!side) return el("div", {}, name, el("p", {}, "Not asked."));
  const label = side.passed === true ? "Passed" : side.passed === false ? "Failed" : "No answer came: not scorable";
  const verdict = el("div", { class: "verdict " + (side.passed === true ? "yes" : side.passed === false ? "no" : "none") },
    el("strong", {}, label), side.lostAt ? ` · lost: ${side.lostAt}` : "", side.error ? ` · ${side.error}` : "",
    side.reasons.length ? el("ul", {}, ...side.reasons.map((r) => el("li", {}, el("b", {}, r.code), r.detail ? ": " + r.detail : ""))) : "");
  const opinion = side.opinion ? el("p", { class: "meta" }, `A language model's opinion: ${side.opinion.passed === true ? "passes" : side.opinion.passed === false ? "fails" : "none"}${side.opinion.why ? ", " + side.opinion.why : ""}`) : "";
  if (side.error) return el("div", {}, name, verdict);
  const answer = el("div", { class: "answer" },
    ...side.said.map((said) => el("p", { class: said.clashes.length ? "clash" : "", title: said.clashes.join("; ") || null }, said.side ? el("span", { class: "who" }, said.side + ":") : "", ...prose(said.text, side, column))),
    ...side.remarks.map((remark) => el("p", { class: "remark" }, clean(remark))));
  const needs = side.needs.length ? el("div", {}, el("h3", {}, "What was needed"), el("ul", { class: "needs" }, ...side.needs.map((need) => {
    const forbidden = need.role === "wrong" || need.role === "stale";
    const good = forbidden ? !need.said : need.said;
    const proof = need.said && need.proved === false ? " · said, not proved" : "";
    return el("li", {}, el("span", { class: good ? "tick" : "cross" }, good ? "✓" : "✗"), el("div", {}, need.text,
      el("span", { class: "role" }, (forbidden ? `${need.role}: must not stand as the answer` : need.role) + proof),
      ...(good && need.proved !== false ? [] : (need.evidence || []).map((e) => el("blockquote", {}, `${e.quote} (${e.title || e.doc})`)))));
  }))) : "";
  const sources = side.cites.length ? el("div", {}, el("h3", {}, "Cited"), ...side.cites.map((cite) => el("div", { class: "source", id: `source-${column}-${cite.marker}` },
    el("div", { class: "from" }, `[${cite.marker}] ${cite.title || cite.doc}`, cite.published ? ` · ${cite.published}` : "", cite.title ? ` · ${cite.doc}` : "", cite.faithful ? "" : " · NOT the article’s words"),
    el("span", { class: "around" }, cite.before ? "…" + cite.before : ""), el("mark", { class: cite.faithful ? "" : "broken" }, cite.quote), el("span", { class: "around" }, cite.after ? cite.after + "…" : "")))) : "";
  const passages = side.passages.length ? el("details", {}, el("summary", {}, `Passages looked at (${side.passages.length}, ${side.passages.filter((p) => p.gold).length} with the evidence)`),
    ...side.passages.map((p, i) => el("div", { class: "passage" + (p.gold ? " gold" : "") }, el("b", {}, `${i + 1}. ${p.doc} · ${p.score}${p.dense === null ? "" : " · similarity " + p.dense}${p.gold ? " · evidence" : ""}`), "\n" + data.texts[p.text]))) : "";
  const times = Object.entries(side.timings || {}).map(([stage, ms]) => `${stage} ${ms} ms`).join(", ");
  return el("div", {}, name, verdict, opinion, el("h3", {}, `Answer by ${side.by || "?"} (${side.status.replace("_", " ")})`), answer,
    side.understood && side.understood !== byId("detail").dataset.asked ? el("p", { class: "meta" }, `Understood as: ${side.understood}`) : "",
    needs, sources, passages, times ? el("p", { class: "meta" }, times) : "");
}

function drawDetail() {
  const one = data.cases.find((each) => each.id === state.open);
  const pane = byId("detail");
  if (!one) { pane.replaceChildren(el("p", { class: "nothing" }, "Nothing to show.")); return; }
  const asked = one.asked[one.asked.length - 1];
  pane.dataset.asked = asked;
  const first = one.sides.find((side) => side);
  const turns = one.asked.slice(0, -1).flatMap((question, i) => [
    el("p", { class: "turn" }, "Before: " + question), first && first.earlier[i] ? el("p", { class: "turn" }, "→ " + clean(first.earlier[i][1])) : ""]);
  const history = one.history.length > 1 ? el("span", {}, "history ", ...one.history.map(([name, passed]) => light(passed, name + ": "))) : "";
  pane.replaceChildren(
    el("div", { class: "meta" }, el("span", {}, one.id), el("span", {}, one.kind.replace("_", " ")), el("span", {}, one.tags.join(", ")), one.asOf ? el("span", {}, "as of " + one.asOf) : "", history),
    ...turns, el("h2", {}, asked),
    one.gist ? el("div", { class: "meta" }, "Expected: " + one.gist) : "",
    one.note ? el("div", { class: "meta" }, one.note) : "",
    el("div", { class: one.sides.length > 1 ? "side-by-side" : "" }, ...one.sides.map((side, i) => drawSide(side, i, one.sides.length > 1))));
  pane.scrollTop = 0;
}

function set(changes) {
  Object.assign(state, changes);
  const key = document.activeElement && document.activeElement.dataset.key;
  drawFilters(); drawList(); drawDetail();
  const again = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);  // a button is made anew
  if (again) again.focus({ preventScroll: true });
  if (state.open) history.replaceState(null, "", "#" + encodeURIComponent(state.open));
}

function step(by) {
  const rows = shown();
  const at = rows.findIndex((one) => one.id === state.open);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  if (next) set({ open: next.id });
}

byId("search").addEventListener("input", (event) => set({ search: event.target.value.toLowerCase().trim() }));
for (const field of ["kind", "story", "tag", "sort"]) byId(field).addEventListener("change", (event) => set({ [field]: event.target.value }));
byId("clear").addEventListener("click", () => { byId("search").value = ""; set({ verdict: "all", search: "", kind: "", story: "", tag: "", reason: "", step: "" }); });
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) { if (event.key === "Escape") event.target.blur(); return; }
  const inList = event.target === byId("list");
  if (inList && /^Arrow(Up|Down)$/.test(event.key)) { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "f") set({ verdict: state.verdict === "failed" ? "all" : "failed" });
  else if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
});
for (const row of document.querySelectorAll("svg .row")) {
  const filter = () => { set({ verdict: "all", reason: "", step: "", [row.dataset.filter]: row.dataset.value }); byId("cases").scrollIntoView({ behavior: "smooth" }); };
  row.addEventListener("click", filter);
  row.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); filter(); } });
}

function wantedCase() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }  // "#100%" is no address of ours
}
const wanted = wantedCase();
if (data.cases.some((one) => one.id === wanted)) set({ open: wanted, verdict: "all" });
else if (document.body.dataset.compares && data.cases.some(differs)) set({ verdict: "differs" });
else set(data.cases.some((one) => verdictOf(one) !== true) ? {} : { verdict: "all" });
