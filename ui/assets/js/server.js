// The server may go away and come back.

const LOST = "The connection to Pullquote is lost. Start it again where it ran; this page comes back by itself";
const CUT_OFF = "The connection was lost before the answer came.";
const PING_MS = 5000;

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
