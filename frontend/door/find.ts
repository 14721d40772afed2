// Finding a name without accents: "ng thi hong" finds "Nguyễn Thị Hồng".
import { fromBase64Url } from "./bytes";
import type { Listed } from "./types";

const SHORT = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The eight letters under a card's code, for a card that no camera reads: the first 40 bits of its hash. The twin of engines/tokens.short_code. */
export function shortCode(codeHash: string): string {
  let bits = 0n;
  for (const byte of fromBase64Url(codeHash).subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: 8 }, (_, place) => LETTERS.charAt(Number((bits >> BigInt(35 - 5 * place)) & 31n))).join("");
}

/** What a person typed as those letters, or null: O is read as 0, I and L as 1, spaces and dashes as nothing. */
export function asShortCode(typed: string): string | null {
  const bare = typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return SHORT.test(bare) ? bare : null;
}

export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim();
}

/** Every typed piece begins a word of the name, in the order of the name; at most `limit`, whole words first. */
export function find(people: readonly Listed[], typed: string, limit = 20): Listed[] {
  const short = asShortCode(typed);
  const carded = short ? people.filter((listed) => listed.code_hash && shortCode(listed.code_hash) === short) : [];
  if (carded.length) return carded;
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
