// The server may go away and come back.

const LOST = "The connection to Pullquote is lost. Start it again where it ran; this page comes back by itself";
const CUT_OFF = "The connection was lost before the answer was complete.";
const PING_MS = 5000;

let appId = null;
let missed = 0; // replies in a row
async function ping(cutOff = false) {
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
    missed += cutOff ? 2 : 1;
    if (missed < 2 || !answering()) return; // after one its answer may well go on
    one("#toast").hidden = true; // it may offer to stop what has ended
    busy(false);
    run.state = "lost";
    one("#live .waiting")?.replaceWith(el("p", { className: "failed", textContent: CUT_OFF }));
  }
}

// Gradio notices at once when what it listens to breaks off, and lays words of its own over ours;
// the style hides them while ours are there.
function watchServer() {
  const told = one(".toast-wrap");
  if (told) new MutationObserver(() => { if (told.childElementCount) ping(true); }).observe(told, { childList: true });
  new ResizeObserver(([{ target }]) => {
    document.body.style.setProperty("--above", `${target.offsetHeight}px`);
  }).observe(one("#lost"));
  ping();
  setInterval(() => { if (!document.hidden) ping(); }, PING_MS);
}
