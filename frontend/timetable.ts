// The editor of the timetable: a session is picked up by mouse, finger or key, and every place says what speaks against it before it is dropped.

interface Choice {
  place: string;
  troubles: string[];
  note: string;
}

interface Picked {
  card: HTMLElement;
  home: HTMLTableCellElement;
  cells: Record<string, Choice>;
  at: HTMLTableCellElement;
}

const board = document.querySelector<HTMLTableElement>("#board");
const told = document.querySelector<HTMLElement>("#board-told");
const form = document.querySelector<HTMLFormElement>("#drop");
let picked: Picked | null = null;
let asked: HTMLElement | null = null; // the card whose places are being asked for
let wanted: HTMLTableCellElement | null = null; // where it was dropped before the answer came
let isSent = false;

function say(kind: "good" | "bad" | "plain", ...lines: string[]): void {
  if (!told) return;
  told.hidden = false;
  told.dataset["kind"] = kind;
  told.textContent = lines.filter(Boolean).join(" ");
}

function word(name: string): string {
  return board?.dataset[name] ?? "";
}

function cellsOf(table: HTMLTableElement): HTMLTableCellElement[] {
  return [...table.querySelectorAll<HTMLTableCellElement>("td[data-cell]")];
}

function choiceOf(cell: HTMLTableCellElement): Choice | undefined {
  return picked?.cells[cell.dataset["cell"] ?? ""];
}

function nameOf(cell: HTMLTableCellElement): string {
  const row = cell.parentElement as HTMLTableRowElement;
  const head = board?.tHead?.rows[0]?.cells[cell.cellIndex];
  return `${row.cells[0]?.textContent?.replace(/\s+/g, " ").trim()} · ${head?.textContent?.trim()}:`;
}

/** Point at a cell, and tell what dropping there would mean. */
function point(cell: HTMLTableCellElement): void {
  if (!picked) return;
  picked.at.classList.remove("board-at");
  picked.at = cell;
  cell.classList.add("board-at");
  const choice = choiceOf(cell);
  if (cell === picked.home) say("plain", nameOf(cell), word("here"));
  else if (!choice) say("bad", nameOf(cell), word("foreign"));
  else if (choice.troubles.length) say("bad", nameOf(cell), ...choice.troubles);
  else say("good", nameOf(cell), word("free"), choice.note);
}

async function pick(card: HTMLElement): Promise<void> {
  leave();
  const home = card.closest<HTMLTableCellElement>("td[data-cell]");
  if (!board || !home) return;
  asked = card;
  const answer = await fetch(`${card.dataset["places"]}?by=${board.dataset["by"]}`).catch(() => null);
  if (asked !== card) return;
  if (!answer?.ok) return say("bad", word("failed"));
  const { cells } = (await answer.json()) as { cells: Record<string, Choice> };
  if (asked !== card) return;
  picked = { card, home, cells, at: home };
  board.classList.add("is-picking");
  card.classList.add("board-picked");
  card.querySelector(".board-pick")?.setAttribute("aria-pressed", "true");
  for (const cell of cellsOf(board)) {
    if (cell !== home) cell.classList.add(choiceOf(cell)?.troubles.length === 0 ? "board-free" : "board-bad");
  }
  say("plain", word("picked"));
  if (wanted) drop(wanted);
}

function leave(): void {
  asked = wanted = null;
  if (!picked || !board) return;
  picked.card.classList.remove("board-picked");
  picked.card.querySelector(".board-pick")?.setAttribute("aria-pressed", "false");
  picked = null;
  board.classList.remove("is-picking");
  for (const cell of cellsOf(board)) cell.classList.remove("board-free", "board-bad", "board-at");
  say("plain", word("left"));
}

function drop(cell: HTMLTableCellElement): void {
  if (!picked && asked) wanted = cell;
  if (!picked || !form) return;
  if (cell === picked.home) return leave();
  point(cell);
  wanted = null;
  const choice = choiceOf(cell);
  if (!choice || choice.troubles.length) return; // the sentence already says why
  form.action = picked.card.dataset["move"] ?? "";
  (form.elements.namedItem("place") as HTMLInputElement).value = choice.place;
  isSent = true;
  form.requestSubmit();
}

/** The cell beside this one in a direction, whatever is in it. */
function beside(cell: HTMLTableCellElement, down: number, right: number): HTMLTableCellElement | null {
  const row = (cell.parentElement as HTMLTableRowElement).sectionRowIndex + down;
  const next = board?.tBodies[0]?.rows[row]?.cells[cell.cellIndex + right];
  return next?.matches("td[data-cell]") ? next : null;
}

const ARROWS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function bind(card: HTMLElement): void {
  const handle = card.querySelector<HTMLButtonElement>(".board-pick");
  if (!handle) return;
  handle.hidden = false;
  card.draggable = true;
  handle.addEventListener("click", (event) => {
    event.stopPropagation();
    if (!picked || picked.card !== card) void pick(card);
    else drop(picked.at);
  });
  handle.addEventListener("keydown", (event) => {
    if (!picked || picked.card !== card) return;
    const way = ARROWS[event.key];
    if (event.key === "Escape") leave();
    if (!way) return;
    event.preventDefault();
    const next = beside(picked.at, ...way);
    if (next) point(next);
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  card.addEventListener("dragstart", (event) => {
    event.dataTransfer?.setData("text/plain", card.dataset["session"] ?? "");
    void pick(card);
  });
  card.addEventListener("dragend", () => {
    if (!isSent && !wanted) leave();
  });
}

if (board) {
  for (const card of board.querySelectorAll<HTMLElement>("[data-session]")) bind(card);
  for (const cell of cellsOf(board)) {
    cell.addEventListener("dragover", (event) => {
      if (!picked) return event.preventDefault(); // not known yet: looked at when it is dropped
      if (picked.at !== cell) point(cell);
      if (choiceOf(cell)?.troubles.length === 0) event.preventDefault(); // a place with troubles takes nothing
    });
    cell.addEventListener("drop", (event) => {
      event.preventDefault();
      drop(cell);
    });
    cell.addEventListener("mouseenter", () => picked && point(cell));
    cell.addEventListener("click", (event) => {
      if (picked && !(event.target as Element).closest("a, button")) drop(cell);
    });
  }
}

export {};
