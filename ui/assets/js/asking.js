// A question on its way: asked, growing, stopped, followed down the page, asked anew.

const SPOKEN = ".lead, .claims, .side h3, .side p, .refused, .remark, .failed, .note"; // to a screen reader
const NOT_TAKEN = "This question was not taken; too many may be waiting. Try again.";
const STOP_MS = 4000; // a running answer stops within 0.1 s; one that waits in line does not
const IN_LINE_MS = 1500; // a server that is free has answered by then, if only with "searching"

let expected = ""; // the request whose answer the page shows or waits for
let run = null; // the answer that is waited for, see ask()

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
