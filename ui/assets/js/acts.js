// What is done when something is pressed, by the name in its `data-do`, or sent by the server.

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
