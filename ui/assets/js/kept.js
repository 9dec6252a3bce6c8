// Conversations: kept by the browser, listed, found, saved and loaded, shown again.

const KEPT = "pullquote:conversation:"; // one entry each, so that two tabs lose nothing
const OPEN = "pullquote:open"; // in this tab's own storage
const NOT_KEPT = "This browser keeps nothing for the page: conversations end with it.";
const SOUGHT = 6; // conversations from which on there is a box to find one

// What stands in for the browser's storage where that is blocked.
class Memory {
  getItem(key) { return this[key] ?? null; }
  setItem(key, value) { this[key] = value; }
  removeItem(key) { delete this[key]; }
}
function storage(name) {
  try {
    window[name].getItem(""); // blocked, it throws
    return window[name];
  } catch {
    return new Memory();
  }
}
const browsers = storage("localStorage"); // this browser's, for all its tabs
const tabs = storage("sessionStorage"); // this tab's own
const lasting = !(browsers instanceof Memory);
const note = (where, key, value) => { try { where.setItem(key, value); } catch { /* full: it is a convenience */ } };

let talk = { id: uid(), title: "", created: now(), updated: now(), turns: [] };

const kept = () => Object.keys(browsers).filter(key => key.startsWith(KEPT))
  .map(key => { try { return JSON.parse(browsers.getItem(key)); } catch { return null; } })
  .filter(found => found && Array.isArray(found.turns))
  .sort((a, b) => String(b.updated).localeCompare(String(a.updated)));

// Returns whether there was room for it.
function keep(conversation = talk) {
  let fits = true;
  try {
    if (conversation.turns.length) {
      browsers.setItem(KEPT + conversation.id, JSON.stringify(conversation));
    } else {
      browsers.removeItem(KEPT + conversation.id);
    }
  } catch {
    fits = false;
    toast("This browser's storage is full, so the conversation is not kept. Delete older ones.");
  }
  if (conversation === talk) note(tabs, OPEN, talk.id);
  listConversations();
  return fits;
}

// Those whose title and questions hold every word that was typed to find them.
function sought(conversations) {
  const words = one("#seek").value.toLowerCase().split(/\s+/);
  const said = ({ title, turns }) => [title, ...turns.map(turn => turn.question)].join(" ").toLowerCase();
  return conversations.filter(each => words.every(word => said(each).includes(word)));
}

function listConversations() {
  const list = one("#conversations");
  if (!list) return;
  const every = kept();
  const found = sought(every);
  one("#seek").parentElement.hidden = every.length < SOUGHT && !one("#seek").value;
  document.title = talk.title ? `${talk.title} · Pullquote` : "Pullquote";
  const held = list.contains(document.activeElement) ? document.activeElement.dataset : null;
  list.replaceChildren(...found.map(({ id, title }) => {
    const now = id === talk.id;
    const pick = el("button", { type: "button", className: "pick", textContent: title || "Untitled", title,
      data: { do: "pick", id }, "aria-current": String(now) });
    const more = el("button", { type: "button", className: "quiet", textContent: "⋯", data: { do: "menu", id },
      "aria-label": `More about ${title || "this conversation"}`, "aria-haspopup": "menu", "aria-expanded": "false" });
    return el("li", { className: now ? "now" : "" }, pick, more);
  }));
  const none = lasting ? "Kept in this browser alone." : NOT_KEPT;
  if (!found.length) list.append(el("li", { className: "empty", textContent: every.length ? "None matches." : none }));
  if (!held) return;
  const again = all("button", list).find(({ dataset }) => dataset.id === held.id && dataset.do === held.do);
  (again || one("#question")).focus();
}

// What was saved, all together or one alone, comes back; what is here already and newer stays.
async function load(file) {
  let read;
  try { read = JSON.parse(await file.text()); } catch { read = []; }
  const cites = ({ citations }) => Array.isArray(citations) && citations.every(each => typeof each?.document === "string");
  const isTurn = turn => typeof turn?.question === "string" && (!turn.answer || cites(turn.answer));
  const fit = found => Array.isArray(found?.turns) && found.turns.length > 0 && found.turns.every(isTurn);
  const when = told => (Date.parse(told) <= Date.now() ? new Date(told).toISOString() : now());
  const saved = (Array.isArray(read) ? read : [read]).filter(fit)
    .map(({ id, title, created, updated, named, turns }) => ({ id: String(id || uid()), title: String(title || ""),
      created: when(created), updated: when(updated), named: Boolean(named), turns }));
  const here = new Map(kept().map(({ id, updated }) => [id, updated]));
  const fresh = saved.filter(({ id, updated }) => !(here.get(id) >= updated));
  if (!saved.length) return toast(`${file.name} holds no conversations that were saved here.`);
  if (!fresh.length) return toast("What it holds is here already.");
  const full = fresh.findIndex(each => !keep(each));
  const written = full < 0 ? fresh : fresh.slice(0, full);
  for (const { id } of written) writtenElsewhere({ key: KEPT + id }); // it may be the one that is open
  if (full < 0) toast(`${written.length === 1 ? "1 conversation" : `${written.length} conversations`} loaded.`);
}

// Another tab wrote a conversation. Two answers at once to the same one become two conversations.
function writtenElsewhere({ key }) {
  if (!key?.startsWith(KEPT)) return;
  if (key === KEPT + talk.id) {
    const found = kept().find(({ id }) => id === talk.id);
    if (!found) {
      whenIdle(() => forget(talk));
    } else if (answering()) {
      run.forked = true;
    } else {
      talk = found;
      show();
    }
  }
  listConversations();
}

function forget(conversation) {
  browsers.removeItem(KEPT + conversation.id);
  if (conversation === talk) acts.new();
  else listConversations();
}

function open(conversation) {
  whenIdle(() => {
    talk = conversation;
    note(tabs, OPEN, talk.id);
    show();
    closeRail();
  });
}

function show() {
  expected = uid();
  run = null;
  document.body.classList.toggle("asked", talk.turns.length > 0);
  raiseShow();
  listConversations();
  countCited();
}

// Again under the same name: replies that cross do not call each other forth without end.
function raiseShow() {
  untouchable(true); // what is on the screen is of another conversation until the reply
  raise("show", { run: expected, turns: talk.turns });
}

function untouchable(on) {
  one("#past").inert = one("#live").inert = on;
}
