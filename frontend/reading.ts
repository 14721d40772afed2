// Two texts beside each other: arrows go from passage to passage on both sides, keys 1 2 3 press the conclusion's buttons.
const passages = document.getElementById("passages");
const count = Number(passages?.dataset.count ?? 0);
let now = 1;

function show(number: number): void {
  now = Math.min(Math.max(number, 1), count);
  document.getElementById("passage-now")!.textContent = String(now);
  for (const side of ["", "other-"]) {
    const mark = document.getElementById(`${side}passage-${now}`);
    const column = mark?.closest("section");
    if (!mark || !column) continue;
    if (column.scrollHeight > column.clientHeight) {
      column.scrollTo({ top: column.scrollTop + mark.getBoundingClientRect().top - column.getBoundingClientRect().top - 48 });
    } else if (side === "") {
      mark.scrollIntoView({ block: "center" });
    }
  }
}

function bind(id: string, step: number): void {
  document.getElementById(id)?.addEventListener("click", (event) => {
    event.preventDefault();
    show(now + step);
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

bind("passage-before", -1);
bind("passage-after", 1);
document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    show(now + (event.key === "ArrowRight" ? 1 : -1));
  }
  document.querySelector<HTMLButtonElement>(`#verdict button[data-key="${CSS.escape(event.key)}"]`)?.click();
});
