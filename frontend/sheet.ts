// A sign-in sheet gone down by keyboard alone. Every line's button works without this; here j and k go from one to the next.
const field = document.querySelector<HTMLInputElement>("input[name=typed]");
const lines = [...document.querySelectorAll<HTMLButtonElement>("button[data-line]")];

function go(step: number): void {
  const now = lines.indexOf(document.activeElement as HTMLButtonElement);
  const next = lines[Math.min(Math.max(now + step, 0), lines.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const isTyping = event.target instanceof HTMLInputElement;
  const key = event.key;
  if (key === "ArrowDown" || (!isTyping && key === "j")) go(1);
  else if (key === "ArrowUp" || (!isTyping && key === "k")) go(-1);
  else if (isTyping && key === "Escape") go(1);
  else if (!isTyping && key === "/") field?.focus();
  else if (!isTyping && key === "u") document.querySelector<HTMLButtonElement>("button[data-undo]")?.click();
  else return;
  event.preventDefault();
});

// Marked from the list: the page comes back at that line, and its next neighbour waits for Enter.
const marked = location.hash && document.getElementById(location.hash.slice(1));
if (marked) {
  const after = lines.find((line) => marked.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING);
  after?.focus({ preventScroll: true });
}
