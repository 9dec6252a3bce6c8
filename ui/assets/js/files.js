// Files for the folder: chosen in the box, or dropped anywhere on the page.

const chooser = () => one("#upload input[type=file]"); // Gradio's; there is none while it adds the last ones

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
  chooser().files = held.files;
  if (files.length) chooser().dispatchEvent(new Event("change", { bubbles: true }));
}

function chosen(event) {
  if (event.target !== chooser()) return;
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
  else if (!chooser()) toast("The last files are still being added; drop these in a moment.");
  else handIn(fitting([...event.dataTransfer.files]));
}

document.addEventListener("change", chosen, true);
for (const type of ["dragover", "drop"]) document.addEventListener(type, dragged, true);
document.addEventListener("dragleave", event => {
  if (!event.relatedTarget) document.body.classList.remove("dropping"); // out of the window
});
