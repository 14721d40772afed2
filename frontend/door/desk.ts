// One door of one session: who is on the list, who has passed, what is said to the next one. Knows no screen and no network.
import { fromBase64Url } from "./bytes";
import { type Keys, type Reading, readCard } from "./card";
import { Clock } from "./clock";
import { decide, type Facts, type Reason } from "./decide";
import type { DoorEvent, Entered, Kept, Kind, Listed, Manifest, Result, State, Stranger } from "./types";

const UNSEEN: Pick<Verdict, "listed" | "elsewhere" | "before" | "who" | "code"> = { listed: null, elsewhere: null, before: null, who: null, code: null };

export interface Verdict {
  state: State;
  reason: Reason;
  kind: Kind;
  listed: Listed | null;
  elsewhere: { name: string; day: string } | null;
  before: Entered | null; // the touch that makes this one odd
  minutes: number;
  who: string | null; // null: nothing that could be kept as a touch
  code: string | null;
  seen_at: string;
}

export class Desk {
  readonly keys: Keys;
  readonly #byHash: Map<string, Listed>;
  readonly #byPerson: Map<string, Listed>;
  readonly #revoked: Set<string>;
  readonly #touches = new Map<string, Entered[]>(); // by who, oldest first
  #marked: number; // by name, since the server counted

  constructor(
    readonly manifest: Manifest,
    own: readonly Kept[],
    private readonly clock = new Clock(),
  ) {
    this.keys = new Map(manifest.keys.map((key) => [key.id, fromBase64Url(key.public)]));
    this.#byHash = new Map(manifest.people.filter((listed) => listed.code_hash).map((listed) => [listed.code_hash, listed]));
    this.#byPerson = new Map(manifest.people.map((listed) => [listed.person, listed]));
    this.#revoked = new Set(manifest.revoked);
    for (const [person, entered] of Object.entries(manifest.entered)) this.#touches.set(person, [entered]);
    const voided = new Set(own.map((event) => event.voids));
    this.#marked = own.filter((event) => isMark(event) && !voided.has(event.uuid) && this.#rightAt(event) > new Date(manifest.issued_at).toISOString()).length;
    for (const event of own) if (event.kind !== "void" && event.shown !== "stop" && !voided.has(event.uuid)) this.#touch(event.who, event.kind, this.#rightAt(event));
  }

  async scan(text: string, kind: Kind, at: Date): Promise<Verdict> {
    const reading = await readCard(text, this.keys);
    const hash = "codeHash" in reading && reading.campaign === this.manifest.campaign ? reading.codeHash : null;
    const listed = hash ? (this.#byHash.get(hash) ?? null) : null;
    return { ...this.#judge(reading, listed, hash, kind, at), code: text };
  }

  /** What a card says while the phone is only being tried. */
  async tryCard(text: string): Promise<Reason> {
    const reading = await readCard(text, this.keys);
    if ("refused" in reading) return reading.refused;
    return reading.campaign === this.manifest.campaign ? "ok" : "other_campaign";
  }

  /** A mark by name; `listed` is of this list, or of the server's wider search. */
  mark(listed: Listed, kind: Kind, at: Date): Verdict {
    return { ...this.#judge(null, listed, null, kind, at), code: null };
  }

  /** Somebody on no list whom the operator lets in: kept, and matched by a person later. */
  admitStranger(kind: Kind, at: Date): Verdict {
    return { ...UNSEEN, state: "come_in", reason: "unknown_card", kind, minutes: 0, seen_at: at.toISOString() };
  }

  /** How many marks by name this phone may still make, or null where nobody counts them. Other phones may have used some: the server has the last word. */
  get marksLeft(): number | null {
    return this.manifest.manual ? Math.max(0, this.manifest.manual.left - this.#marked) : null;
  }

  /** Remember what was kept, so that the next scan of the same person knows. */
  passed(event: Kept): void {
    if (isMark(event)) this.#marked++;
    if (event.kind !== "void" && event.shown !== "stop") this.#touch(event.who, event.kind, this.#rightAt(event));
  }

  undone(event: Kept): void {
    if (isMark(event)) this.#marked--;
    const touches = this.#touches.get(event.who) ?? [];
    this.#touches.set(
      event.who,
      touches.filter((touch) => touch.at !== this.#rightAt(event)),
    );
  }

  /** What the server knew before this phone did: somebody entered at another door first. */
  learn(event: Kept, result: Result): void {
    if (result.status !== "repeated" || !result.first_seen_at || event.kind === "void") return;
    const touches = this.#touches.get(event.who) ?? [];
    if (!touches.some((touch) => touch.at <= (result.first_seen_at ?? ""))) touches.unshift({ kind: event.kind, at: result.first_seen_at, door: result.first_door ?? "" });
    this.#touches.set(event.who, touches);
  }

  get insideCount(): number {
    let count = 0;
    for (const listed of this.manifest.people) if (this.#last(listed.person)?.kind === "in") count++;
    return count;
  }

  #judge(reading: Reading | null, listed: Listed | null, hash: string | null, kind: Kind, at: Date): Omit<Verdict, "code"> {
    const here = listed !== null && this.#byPerson.has(listed.person);
    const classIndex = hash ? this.manifest.elsewhere.cards[hash] : undefined;
    const elsewhere = this.#elsewhere(classIndex, here ? null : listed);
    const who = listed?.person ?? hash;
    const before = who ? this.#last(who) : null;
    const minutes = Math.floor((this.clock.right(at).getTime() - new Date(this.manifest.starts_at).getTime()) / 60_000);
    const facts: Facts = {
      kind,
      reading: reading === null ? "by_name" : "refused" in reading ? reading.refused : "card",
      own_campaign: reading === null || "refused" in reading || reading.campaign === this.manifest.campaign,
      revoked: hash !== null && this.#revoked.has(hash),
      listed: here ? "here" : elsewhere ? "elsewhere" : "nowhere",
      last: before ? (before.kind === "out" ? "out" : "in") : null,
      minutes,
      late_after_minutes: this.manifest.late_after_minutes,
    };
    return { ...decide(facts), kind, listed, elsewhere, before, minutes, who, seen_at: at.toISOString() };
  }

  #elsewhere(index: number | undefined, other: Listed | null): { name: string; day: string } | null {
    if (index !== undefined) return this.manifest.elsewhere.classes[index] ?? null;
    return other ? { name: other.class, day: "" } : null;
  }

  /** When it was, by the server's clock: what the phone knew then stands before what it knows now. */
  #rightAt(event: Kept): string {
    return event.clock_off === undefined ? this.clock.right(event.seen_at).toISOString() : new Date(new Date(event.seen_at).getTime() + event.clock_off).toISOString();
  }

  #last(who: string): Entered | null {
    return this.#touches.get(who)?.at(-1) ?? null;
  }

  #touch(who: string, kind: Kind, at: string): void {
    if (!who) return; // a code that says nothing, or somebody on no list
    const touches = this.#touches.get(who) ?? [];
    touches.push({ kind, at, door: this.manifest.door });
    this.#touches.set(who, touches.sort((a, b) => (a.at < b.at ? -1 : 1)));
  }
}

function isMark(event: Kept): boolean {
  return event.kind !== "void" && event.person !== null && event.shown !== "stop";
}

/** The event that a verdict leaves behind. A refused card leaves one too: what happened is kept, whatever was said. */
export function eventOf(verdict: Verdict, more: { session: string; sequence: number; offline: boolean; manual_reason: string | null; operator?: string; clock_off?: number | undefined; unlisted?: Stranger | null; note?: string }): Kept {
  const event: DoorEvent = {
    uuid: crypto.randomUUID(),
    code: verdict.code,
    person: verdict.code === null ? (verdict.listed?.person ?? null) : null,
    kind: verdict.kind,
    voids: null,
    seen_at: verdict.seen_at,
    sequence: more.sequence,
    offline: more.offline,
    manual_reason: more.manual_reason,
    unlisted: more.unlisted ?? null,
    note: more.note ?? "",
    shown: verdict.state,
    operator: more.operator ?? "",
    clock_off: more.clock_off,
  };
  return { ...event, session: more.session, who: verdict.who ?? "", sent: 0, status: "" };
}

export function voidOf(event: Kept, more: { at: Date; sequence: number; offline: boolean }): Kept {
  return {
    ...event,
    uuid: crypto.randomUUID(),
    kind: "void",
    voids: event.uuid,
    seen_at: more.at.toISOString(),
    sequence: more.sequence,
    offline: more.offline,
    manual_reason: null,
    unlisted: null,
    note: "",
    sent: 0,
    status: "",
  };
}
