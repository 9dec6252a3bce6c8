// The browser's side of the page: it keeps the conversations, raises the events of ui/page.py,
// and moves the reader between an answer and the article that proves it.
// Text is only ever set as text; HTML comes from the server, where it was escaped.
(() => {
  "use strict";
  const KEPT = "pullquote:conversation:"; // one entry each, so that two tabs lose nothing
  const OPEN = "pullquote:open"; // in this tab's own storage
  const SCOPE = "pullquote:scope";
  const DRAFT = "pullquote:draft";
  const LOST = "The connection to Pullquote is lost. Start it again where it ran; this page comes back by itself";
  const NOT_KEPT = "This browser keeps nothing for the page: conversations end with it.";
  const PING_MS = 5000;
  const SOUGHT = 6; // conversations from which on there is a box to find one
  const SPOKEN = ".lead, .claims, .side h3, .side p, .refused, .remark, .failed, .note"; // to a screen reader
  const CUT_OFF = "The connection was lost before the answer came.";
  const NOT_TAKEN = "This question was not taken; too many may be waiting. Try again.";
  const STOP_MS = 4000; // a running answer stops within 0.1 s; one that waits in line does not
  const IN_LINE_MS = 1500; // a server that is free has answered by then, if only with "searching"

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const uid = () => [...crypto.getRandomValues(new Uint8Array(12))].map(b => b.toString(16).padStart(2, "0")).join("");
  const now = () => new Date().toISOString();

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

  let raise = null; // (event, data): a Python handler
  let limits = null; // {question, long, turns, file}: characters of a question, turns, bytes of a file
  let talk = { id: uid(), title: "", created: now(), updated: now(), turns: [] };
  let expected = ""; // the request whose answer the page shows or waits for
  let run = null; // the answer that is waited for, see ask()
  let opener = null; // what opened the article that is open or on its way, to give the focus back
  let wanted = null; // what the server was asked for then
  let removing = false; // the list of articles comes again without one
  let scope = { documents: [], from: null, to: null };
  const labels = new Map(); // document -> title, for words about the scope

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

  // ---- conversations, kept here

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
    const cites = answer => answer.citations?.every?.(citation => typeof citation?.document === "string");
    const isTurn = turn => typeof turn?.question === "string" && (!turn.answer || cites(turn.answer));
    const fit = found => Array.isArray(found?.turns) && found.turns.every(isTurn);
    const saved = (Array.isArray(read) ? read : [read]).filter(fit)
      .map(({ id, title, created, updated, named, turns }) => ({ id: String(id || uid()), title: String(title || ""),
        created: String(created || now()), updated: String(updated || now()), named: Boolean(named), turns }));
    const here = new Map(kept().map(({ id, updated }) => [id, updated]));
    const fresh = saved.filter(({ id, updated }) => !(here.get(id) >= updated));
    if (!saved.length) return toast(`${file.name} holds no conversations that were saved here.`);
    if (!fresh.length) return toast("What it holds is here already.");
    const fits = fresh.every(keep);
    for (const { id } of fresh) writtenElsewhere({ key: KEPT + id }); // it may be the one that is open
    if (fits) toast(`${fresh.length === 1 ? "1 conversation" : `${fresh.length} conversations`} loaded.`);
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

  // ---- asking

  function ask(question, before = talk.turns) {
    question = question.trim();
    if (!question || answering() || full(before)) return;
    talk.turns = [...before];
    if (!before.length && !talk.named) talk.title = [...question].slice(0, 80).join("");
    expected = uid();
    run = {
      id: expected,
      index: talk.turns.length, // of its turn
      state: "asked", // then "growing"; "lost" with the connection: the page goes on, it may still come
      then: null, // what is done when it has stopped
      forked: false, // another tab wrote to this conversation meanwhile
      covered: false, // by a conversation that was asked for before it
    };
    talk.turns.push({ question, answer: null, scope, state: "stopped", note: "Interrupted.", asked: now() });
    talk.updated = now();
    keep();
    document.body.classList.add("asked");
    hidePeek();
    one("#said").textContent = "";
    busy(true);
    waitingLine(question);
    raise("ask", { run: expected, question, turns: before, scope });
    ping();
  }

  const answering = () => run !== null && run.state !== "lost";

  function full(turns) {
    if (turns.length < limits.turns) return false;
    toast(`A conversation has ${limits.turns} questions at most.`, "New conversation", acts.new);
    return true;
  }

  // The question shows at once, also when the answer waits in line behind others.
  function waitingLine(question) {
    const live = one("#live .html-container > div") || one("#live");
    live.replaceChildren(el("article", { className: "turn", data: { run: expected } },
      el("div", { className: "put" }, el("h2", { className: question.length > limits.long ? "question long" : "question", textContent: question })),
      el("p", { className: "waiting" }, el("span", { textContent: "Searching the articles" }))));
    follow(true);
    const { id } = run;
    setTimeout(() => {
      const waiting = run?.id === id && one("#live .turn:not([data-state]) .waiting span");
      if (waiting) waiting.textContent = "Waiting in line behind other questions";
    }, IN_LINE_MS);
  }

  function busy(on) {
    const [send, halt] = [one("#composer .send"), one("#composer .stop")];
    const held = [send, halt].includes(document.activeElement);
    send.hidden = on;
    halt.hidden = !on;
    if (held) (on ? halt : send).focus();
    document.body.classList.toggle("busy", on);
  }

  // Where the focus goes when what was pressed has gone; a finger would call up its keyboard.
  function toQuestion() {
    if (!matchMedia("(pointer: coarse)").matches) one("#question").focus();
  }

  function stop() {
    if (!answering()) return;
    raise("stop", { run: run.id });
    const stopped = run;
    setTimeout(() => { if (run === stopped && answering()) giveUp({ note: "Stopped." }); }, STOP_MS);
  }

  function whenIdle(act) {
    if (!answering()) return act();
    run.then = act;
    stop();
  }

  function liveChanged(element) {
    const turn = one("[data-run]", element);
    if (!turn) return;
    if (turn.dataset.run !== expected) return overtaken();
    untouchable(false);
    if (run?.id === expected) {
      if (turn.dataset.turn) settled(turn);
      else if (run.state === "asked") run.state = "growing";
    }
    follow(false);
  }

  // A reply came that an earlier conversation, or this one's earlier state, was waiting for.
  function overtaken() {
    if (!run) return raiseShow();
    run.covered = true; // the answer goes on in its place
    if (run.state === "asked") waitingLine(talk.turns[run.index].question);
  }

  function settled(turn) {
    const done = JSON.parse(turn.dataset.turn);
    const { then, covered } = run;
    over(done);
    countCited();
    if (covered && !then) show();
    one("#said").textContent = all(SPOKEN, turn).map(wordsOf).join(" ");
    if (done.answer?.status === "not_found" && !done.instead.length) {
      const documents = done.answer.passages.map(passage => passage.document);
      raise("instead", { key: expected, documents, scope: done.scope });
    }
    then?.();
  }

  // The request ended without a word, or waits in a line in which nobody needs to wait with it.
  function giveUp(ended) {
    const { then, index } = run;
    over({ ...talk.turns[index], ...ended });
    one("#said").textContent = ended.note;
    (then || show)();
  }

  function over(turn) {
    talk.turns[run.index] = turn;
    talk.updated = now();
    if (run.forked) talk.id = uid();
    run = null;
    keep();
    busy(false);
  }

  // Gradio says of a request only that it failed, not which; one that grows sees to itself.
  function failed() {
    if (run?.state === "asked") giveUp({ state: "failed", note: NOT_TAKEN });
  }

  function wordsOf(part) {
    const copy = part.cloneNode(true);
    for (const marker of all(".cite", copy)) marker.remove();
    return copy.textContent;
  }

  function offerInstead(post) {
    const turn = one(`#live .turn[data-run="${CSS.escape(post.key)}"]`);
    const last = talk.turns.at(-1);
    if (post.key !== expected || !turn || !last || !post.questions.length) return;
    last.instead = post.questions;
    keep();
    const answer = one(".answer", turn);
    answer.append(el("h3", { textContent: "What these articles can tell you" }),
      el("ul", { className: "questions" }, ...post.questions.map(question =>
        el("li", {}, el("button", { type: "button", textContent: question, data: { do: "ask", question } })))));
    follow(false);
  }

  // The end of a growing answer is followed until its question comes to the top: an answer is read
  // from its beginning. One who scrolled elsewhere is left alone.
  let following = true;
  let placed = -1; // where the chat was put last, to tell its scrolling from a person's
  function follow(force) {
    const chat = one("#chat");
    if (force) following = true;
    if (peeked && !peeked.matches(":hover, :focus")) hidePeek();
    if (!following) return;
    chat.scrollTop = latest(chat);
    placed = chat.scrollTop;
  }

  function latest(chat) {
    const end = chat.scrollHeight - chat.clientHeight;
    const turn = one("#live .turn");
    if (!turn) return end;
    const shown = chat.getBoundingClientRect().top + one("#head").offsetHeight;
    return Math.min(end, chat.scrollTop + turn.getBoundingClientRect().top - shown);
  }

  // The last one shown is the last one kept, also where those before it cannot be shown.
  const indexOf = node => {
    const shown = all("#past .turn, #live .turn");
    return talk.turns.length - shown.length + shown.indexOf(node.closest(".turn"));
  };

  function replaceFrom(index, question) {
    if (full(talk.turns.slice(0, index))) return;
    whenIdle(() => { // only then is the last of them what it will be
      const { id } = talk;
      const before = talk.turns.slice(0, index);
      const removed = talk.turns.slice(index);
      ask(question, before);
      toQuestion();
      if (removed.length === 1) return;
      const putBack = () => {
        if (talk.id !== id) return;
        talk.turns = [...before, ...removed];
        keep();
        show();
      };
      const answers = removed.length === 2 ? "1 later answer" : `${removed.length - 1} later answers`;
      toast(`${answers} removed.`, "Put back", () => whenIdle(putBack));
    });
  }

  // ---- where to search

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

  // ---- files for the folder: chosen in the box, or dropped anywhere on the page

  const box = () => one("#upload input[type=file]"); // Gradio's; there is none while it adds the last ones

  // The files that may be taken; the others are named, for Gradio would refuse them all together.
  function fitting(files) {
    const large = files.filter(({ size }) => size > limits.file);
    const most = `more than ${limits.file / 1e6} MB, the most that the chat takes`;
    if (large.length === 1) toast(`${large[0].name} has ${most}.`);
    else if (large.length) toast(`${large.map(({ name }) => name).join(", ")} have ${most}.`);
    return files.filter(file => !large.includes(file));
  }

  function handIn(files) {
    const held = new DataTransfer();
    for (const file of files) held.items.add(file);
    box().files = held.files;
    if (files.length) box().dispatchEvent(new Event("change", { bubbles: true }));
  }

  function chosen(event) {
    if (event.target !== box()) return;
    const files = [...event.target.files];
    const taken = fitting(files);
    if (taken.length === files.length) return;
    event.stopImmediatePropagation();
    handIn(taken);
  }

  function dragged(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // or the browser would leave the page for the file
    event.stopPropagation();
    document.body.classList.toggle("dropping", event.type === "dragover");
    if (event.type !== "drop") return;
    const folder = [...event.dataTransfer.items].some(item => item.webkitGetAsEntry?.()?.isDirectory);
    if (folder) toast("A folder cannot be dropped here; drop the files that are in it.");
    else if (!box()) toast("The last files are still being added; drop these in a moment.");
    else handIn(fitting([...event.dataTransfer.files]));
  }

  document.addEventListener("change", chosen, true);
  for (const type of ["dragover", "drop"]) document.addEventListener(type, dragged, true);
  document.addEventListener("dragleave", event => {
    if (!event.relatedTarget) document.body.classList.remove("dropping"); // out of the window
  });

  // ---- the article beside the chat

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

  // ---- the quotation under the pointer or the focus

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

  // ---- small things that float

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

  async function copy(text, quotes) {
    let copied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no clipboard on a plain http address of a network
      const held = document.activeElement;
      const field = el("textarea", { value: text });
      document.body.append(field);
      field.select();
      copied = document.execCommand("copy");
      field.remove();
      held?.focus();
    }
    const done = quotes ? "Copied, with its quotations." : "Copied.";
    toast(copied ? done : "This browser does not let the page copy; mark the text instead.");
  }

  function save(file) {
    const link = el("a", { href: URL.createObjectURL(new Blob([file.text], { type: file.type })), download: file.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function setTheme(dark) {
    document.body.classList.toggle("dark", dark);
    for (const button of all("[data-do=theme]")) button.textContent = dark ? "Light" : "Dark";
  }

  // ---- the server may go away and come back

  let appId = null;
  let missed = 0; // replies in a row
  async function ping() {
    try {
      const reply = await fetch("gradio_api/app_id", { cache: "no-store" });
      if (!reply.ok) throw new Error(String(reply.status));
      const found = (await reply.json()).app_id;
      if (appId !== null && found !== appId) return location.reload(); // another server: begin afresh with what is kept
      appId = found;
      missed = 0;
      one("#lost").hidden = true;
      if (run?.state === "lost") show(); // as it was kept, to be asked again
    } catch {
      one("#lost").hidden = false;
      missed += 1;
      if (missed < 2 || !answering()) return; // after one its answer may well go on
      busy(false);
      run.state = "lost";
      one("#live .waiting")?.replaceWith(el("p", { className: "failed", textContent: CUT_OFF }));
    }
  }

  // ---- what is pressed

  const acts = {
    ask: ({ dataset: { question } }) => {
      if (answering()) return stillWriting(() => ask(question));
      ask(question);
      toQuestion();
    },
    stop,
    open: openArticle,
    close: closeArticle,
    copy: button => copy(button.dataset.copy, talk.turns[indexOf(button)].answer.citations.length > 0),
    new: () => { open({ id: uid(), title: "", created: now(), updated: now(), turns: [] }); one("#question").focus(); },
    pick: button => { const found = kept().find(kept => kept.id === button.dataset.id); if (found) open(found); },
    menu,
    rail: () => (document.body.classList.contains("railed") ? closeRail() : openRail()),
    theme: () => {
      const dark = !document.body.classList.contains("dark");
      note(browsers, "pullquote:theme", dark ? "dark" : "light");
      setTheme(dark);
    },
    everywhere: () => setScope({}),
    reindex: () => raise("reindex", { key: uid() }),
    retry: button => { const index = indexOf(button); replaceFrom(index, talk.turns[index].question); },
    undo: () => whenIdle(() => {
      const last = talk.turns.pop();
      if (last && !one("#question").value) { one("#question").value = last.question; grow(); }
      keep();
      show();
      one("#question").focus();
    }),
    edit: button => {
      const index = indexOf(button);
      const line = button.closest(".put");
      const { question } = talk.turns[index];
      const field = el("textarea", { value: question, rows: 2, "aria-label": "Your question" });
      const leave = () => { form.remove(); line.hidden = false; button.focus(); };
      const form = el("form", { className: "rewrite" }, field, quiet("Ask"), quiet("Cancel", leave));
      form.onsubmit = event => {
        event.preventDefault();
        const told = tooLong(field.value);
        if (told) toast(told);
        else if (field.value.trim()) replaceFrom(index, field.value);
      };
      field.onkeydown = event => {
        if (entered(event)) { event.preventDefault(); form.requestSubmit(); }
        if (escaped(event)) { event.stopPropagation(); leave(); }
      };
      line.hidden = true;
      line.after(form);
      field.focus();
    },
    judge: button => {
      const index = indexOf(button);
      const { verdict } = button.dataset;
      const send = reason => {
        talk.turns[index].verdict = verdict;
        keep();
        for (const thumb of all(".thumb", button.parentElement)) thumb.setAttribute("aria-pressed", String(thumb === button));
        raise("judge", { turn: talk.turns[index], verdict, reason, key: uid() });
      };
      const foot = button.closest(".foot");
      one(".why", foot.parentElement)?.remove();
      if (verdict === "up") return send("");
      const field = el("input", { type: "text", maxLength: 1000, "aria-label": "What was wrong?",
        placeholder: "What was wrong? (may stay empty)" });
      const leave = () => { form.remove(); button.focus(); };
      const form = el("form", { className: "why" }, field, quiet("Send"), quiet("Cancel", leave));
      form.onsubmit = event => { event.preventDefault(); send(field.value); leave(); };
      form.onkeydown = event => { if (escaped(event)) { event.stopPropagation(); leave(); } };
      foot.after(form);
      field.focus();
    },
    rename: async button => {
      const conversation = find(button);
      const title = conversation && await dialog("Name of the conversation", "Rename", conversation.title);
      if (title?.trim()) { Object.assign(conversation, { title: title.trim(), named: true }); keep(conversation); }
    },
    delete: async button => {
      const conversation = find(button);
      if (!conversation || !await dialog(`Delete “${conversation.title}”? It is kept nowhere else.`, "Delete")) return;
      if (conversation === talk) return whenIdle(() => forget(talk));
      forget(conversation);
    },
    saveAll: () => save({ name: "conversations.json", type: "application/json", text: JSON.stringify(kept(), null, 1) }),
    load: () => {
      const field = el("input", { type: "file", accept: ".json,application/json" });
      field.onchange = () => load(field.files[0]);
      field.click();
    },
    deleteAll: async () => {
      const found = kept();
      const said = found.length === 1 ? "the one conversation" : `all ${found.length} conversations`;
      if (!found.length || !await dialog(`Delete ${said}? They are kept nowhere else.`, "Delete")) return;
      whenIdle(() => { for (const each of kept()) browsers.removeItem(KEPT + each.id); acts.new(); });
    },
    markdown: button => exportAs(button, "markdown"),
    json: button => exportAs(button, "json"),
    remove: async button => {
      const { document: name, name: title } = button.dataset;
      if (!await dialog(`Remove “${title}”? Its file is moved aside, not deleted.`, "Remove")) return;
      setScope({ ...scope, documents: scope.documents.filter(ticked => ticked !== name) });
      removing = true;
      raise("remove", { document: name, key: uid() });
    },
  };

  const find = button => (button.dataset.id === talk.id ? talk : kept().find(kept => kept.id === button.dataset.id));
  function exportAs(button, format) {
    const conversation = find(button);
    if (conversation) raise("export", { title: conversation.title, turns: conversation.turns, format, key: uid() });
  }

  const posts = { told: post => toast(post.text), file: save, instead: offerInstead };

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

  function empty(field) {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function grow() {
    const field = one("#question");
    note(tabs, DRAFT, field.value);
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    const told = tooLong(field.value);
    one("#over").hidden = !told;
    one("#over").textContent = told;
  }

  function tooLong(question) {
    const { length } = [...question.trim()];
    const said = count => count.toLocaleString("en-GB");
    return length > limits.question ? `${said(length)} characters; a question may have ${said(limits.question)}.` : "";
  }

  function stillWriting(act) {
    toast("The last answer is still being written.", "Stop it and ask", () => whenIdle(act));
  }

  function submit() {
    const field = one("#question");
    if (answering()) {
      if (field.value.trim()) stillWriting(submit);
      return;
    }
    if (!field.value.trim() || !one("#over").hidden || full(talk.turns)) return field.focus();
    ask(field.value);
    field.value = "";
    grow();
  }

  // Keys of an input method are its own; Safari tells the one that ends it by its code alone.
  const composing = ({ isComposing, keyCode }) => isComposing || keyCode === 229;
  const entered = event => event.key === "Enter" && !event.shiftKey && !composing(event);
  const escaped = event => event.key === "Escape" && !composing(event);

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

  // ---- called by the components as they come up (ui/page.py)

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
    ping();
    setInterval(() => { if (!document.hidden) ping(); }, PING_MS);
  }

  window.pullquote = { connect, part, failed };
})();
