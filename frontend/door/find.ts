// Finding a name without accents: "ng thi hong" finds "Nguyễn Thị Hồng".
import type { Listed } from "./types";

export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim();
}

/** Every typed piece begins a word of the name, in the order of the name; at most `limit`, whole words first. */
export function find(people: readonly Listed[], typed: string, limit = 20): Listed[] {
  const pieces = fold(typed).split(/\s+/).filter(Boolean);
  if (!pieces.length) return [];
  const scored: [number, Listed][] = [];
  for (const listed of people) {
    const score = likeness(fold(listed.name).split(/\s+/), pieces);
    if (score !== null) scored.push([score, listed]);
  }
  return scored.sort(([a], [b]) => b - a).slice(0, limit).map(([, listed]) => listed);
}

function likeness(words: string[], pieces: string[]): number | null {
  let from = 0;
  let whole = 0;
  for (const piece of pieces) {
    const at = words.findIndex((word, place) => place >= from && word.startsWith(piece));
    if (at < 0) return null;
    whole += words[at] === piece ? 1 : 0;
    from = at + 1;
  }
  return whole * 2 + (from === words.length ? 1 : 0); // the given name, last, is what people type
}
