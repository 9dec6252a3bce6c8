// The question as it is typed, and the keys that send it.

const DRAFT = "pullquote:draft";

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
