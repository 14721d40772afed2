// The work of one door: keeps every scan before it answers, sends by itself, learns what the other doors did.
import { Clock } from "./clock";
import { Desk, eventOf, type Verdict, voidOf } from "./desk";
import { Revoked, Sender } from "./send";
import { signal } from "./signal";
import { warm } from "./signature";
import { Full, type Store } from "./store";
import type { Reason } from "./decide";
import type { Kept, Kind, Listed, Manifest, Result, Stranger } from "./types";
import * as wire from "./wire";

const UNDO_MS = 60_000;
const REFRESH_MS = 120_000;
const FIRST_RETRY_MS = 3_000;
const LONGEST_RETRY_MS = 60_000;
const MOST_IN_A_FILE = 5_000; // as doors/handover.py takes
const LONGEST_CODE = 200; // ours has 136 letters; of a foreign one the beginning is enough

export type Ended = "revoked" | "over" | null;

export interface Shown {
  verdict: Verdict;
  event: Kept;
  name: string | null; // told by the server for a card that this list does not hold
  since: number; // performance.now(), which nobody sets
}

export class Door {
  desk: Desk | null = null;
  kind: Kind = "in";
  shown: Shown | null = null;
  last: Shown | null = null; // what "undo" undoes
  unsent = 0;
  online = navigator.onLine;
  syncedAt: Date | null = null;
  ended: Ended = null;
  tested: Reason | null = null; // what the last card said that was held up only to try this phone
  full = false; // the last scan could not be kept: the phone's storage is full

  #token = "";
  #sequence = 1;
  #retryMs = FIRST_RETRY_MS;
  #retry = 0;
  readonly #sender: Sender;
  readonly clock = new Clock();

  constructor(
    private readonly store: Store,
    private readonly changed: () => void,
  ) {
    this.#sender = new Sender(
      store,
      (batch) => wire.post(this.#token, batch),
      (results) => void this.#settled(results),
    );
  }

  async open(): Promise<void> {
    this.#sequence = await this.store.nextSequence();
    this.unsent = await this.store.unsentCount();
    const secrets = await this.store.load();
    this.clock.remember(secrets?.offset ?? 0);
    if (secrets?.manifest) {
      this.syncedAt = new Date(secrets.manifest.issued_at);
      await this.#take(secrets.token, secrets.manifest);
    } else if (secrets) {
      this.#token = secrets.token;
      this.ended = "over";
    }
    addEventListener("online", () => void this.refresh());
    addEventListener("offline", () => this.#reached(false));
    setInterval(() => void this.refresh(), REFRESH_MS);
    void this.refresh();
  }

  /** Whether the code was good; throws where the server was not reached. */
  async pair(code: string): Promise<boolean> {
    if (this.unsent) await this.flush(); // what was seen at another door goes as that door's
    try {
      const token = await wire.pair(code);
      const manifest = await wire.manifest(token);
      this.clock.told(manifest.issued_at);
      await this.#take(token, manifest);
    } catch (error) {
      if (error instanceof Revoked) return false;
      throw error;
    }
    this.ended = null;
    this.#reached(true);
    await this.store.save({ token: this.#token, manifest: this.#manifest(), offset: this.clock.offset });
    void this.flush();
    return true;
  }

  choose(kind: Kind): void {
    this.kind = kind;
    this.changed();
  }

  async scanned(text: string): Promise<void> {
    if (!this.desk) return;
    await this.#say(await this.desk.scan(text.trim().slice(0, LONGEST_CODE), this.kind, new Date()), null);
  }

  /** A card held up while the phone is only being tried: read and verified, kept nowhere. */
  async tried(text: string): Promise<void> {
    if (!this.desk) return;
    this.tested = await this.desk.tryCard(text.trim().slice(0, LONGEST_CODE));
    signal(this.tested === "ok" ? "come_in" : "stop");
    this.changed();
  }

  async mark(listed: Listed, reason: string): Promise<void> {
    if (this.desk) await this.#say(this.desk.mark(listed, this.kind, new Date()), reason);
  }

  /** Somebody on no list is let in; a person looks for them in the registers later. */
  async admitStranger(unlisted: Stranger, reason: string, note: string): Promise<void> {
    if (this.desk) await this.#say(this.desk.admitStranger(this.kind, new Date()), reason, unlisted.name, { unlisted, note });
  }

  get needsSupervisor(): boolean {
    return this.desk?.marksLeft === 0;
  }

  /** Null where the supervisor may go on, else the server's code for why not; throws where it was not reached. */
  async supervise(pin: string): Promise<string | null> {
    try {
      const left = await wire.supervise(this.#token, pin);
      const manifest = this.#manifest();
      if (manifest.manual) await this.#take(this.#token, { ...manifest, issued_at: this.clock.now().toISOString(), manual: { ...manifest.manual, left } });
      return null;
    } catch (error) {
      if (error instanceof wire.Denied) return error.message;
      throw error;
    }
  }

  async tellReadiness(checks: Record<string, boolean | string>): Promise<void> {
    if (this.#token && this.online) await wire.ready(this.#token, checks).catch(() => undefined); // the list on the screen is the answer; the server's copy a convenience
  }

  /** What is not sent yet, as a file that an organiser can read in. */
  async queueFile(): Promise<File> {
    const name = `cua-${this.desk?.manifest.session ?? "diem-danh"}-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.json`;
    const queue = { format: "boiduong-door-queue", version: 1, ...wire.told(await this.store.unsent(MOST_IN_A_FILE)) };
    return new File([JSON.stringify(queue)], name, { type: "application/json" });
  }

  /** Let in whom the list would send away: a second event, with its reason, beside the one that says what was shown. */
  async admit(reason: string): Promise<void> {
    if (this.shown) await this.#say({ ...this.shown.verdict, state: "come_in", seen_at: new Date().toISOString() }, reason, this.shown.name);
  }

  get canUndo(): boolean {
    return this.last !== null && performance.now() - this.last.since < UNDO_MS;
  }

  async undo(): Promise<void> {
    if (!this.last || !this.canUndo) return;
    const { event } = this.last;
    if (!(await this.#keep(voidOf(event, { at: new Date(), sequence: this.#sequence++, offline: !this.online })))) return;
    this.desk?.undone(event);
    this.last = this.shown = null;
    await this.#count();
    void this.flush();
  }

  /** Back to the camera; the entry stays. */
  done(): void {
    this.shown = null;
    this.full = false;
    this.changed();
  }

  search(typed: string): Promise<Listed[]> {
    return wire.search(this.#token, typed);
  }

  async refresh(): Promise<void> {
    if (!this.#token) return;
    await this.flush();
    if (this.ended === "over" || (!navigator.onLine && this.#isOver())) return this.#endOver();
    if (!navigator.onLine) return;
    try {
      const manifest = await wire.manifest(this.#token);
      this.clock.told(manifest.issued_at);
      await breath();
      await this.#take(this.#token, manifest);
      await breath();
      await this.store.save({ token: this.#token, manifest, offset: this.clock.offset });
      this.#reached(true);
    } catch (error) {
      if (error instanceof Revoked) return this.#end(this.#isOver() ? "over" : "revoked");
      if (this.#isOver()) return this.#endOver(); // by this phone's clock, since nobody else tells the time
      this.#reached(false);
    }
  }

  /** After the window the people go, network or not; the token stays as long as something is to be sent. */
  async #endOver(): Promise<void> {
    if (!this.unsent) return this.#end("over");
    this.desk = this.shown = this.last = null;
    this.ended = "over";
    await this.store.save({ token: this.#token, manifest: null, offset: this.clock.offset });
    this.changed();
  }

  #isOver(): boolean {
    return this.desk !== null && this.clock.now().getTime() > new Date(this.desk.manifest.closes_at).getTime();
  }

  async flush(): Promise<void> {
    if (!this.#token) return;
    clearTimeout(this.#retry);
    if (!navigator.onLine) return this.#reached(false); // the browser says `online` when it is worth trying again
    try {
      const wasWaiting = this.unsent > 0;
      const reached = await this.#sender.flush();
      if (wasWaiting || !reached) this.#reached(reached);
    } catch (error) {
      if (!(error instanceof Revoked)) throw error;
      return this.#end("revoked");
    }
    await this.#count();
    if (this.ended === "over" && !this.unsent) return this.#end("over");
    if (this.unsent) {
      this.#retry = setTimeout(() => void this.flush(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    } else {
      this.#retryMs = FIRST_RETRY_MS;
    }
  }

  async #take(token: string, manifest: Manifest): Promise<void> {
    this.#token = token;
    this.desk = new Desk(manifest, await this.store.eventsOf(manifest.session), this.clock);
    void warm(this.desk.keys.values());
    this.changed();
  }

  #manifest() {
    if (!this.desk) throw new Error("no session is open on this phone");
    return this.desk.manifest;
  }

  async #say(verdict: Verdict, manual_reason: string | null, name: string | null = null, more: { unlisted?: Stranger; note?: string } = {}): Promise<void> {
    const { session, operator } = this.#manifest();
    const event = eventOf(verdict, { session, operator: operator ?? "", clock_off: this.clock.known, sequence: this.#sequence++, offline: !this.online, manual_reason, ...more });
    if (!(await this.#keep(event))) return;
    this.desk?.passed(event);
    this.shown = { verdict, event, name, since: performance.now() };
    if (verdict.state !== "stop") this.last = this.shown; // who was stopped has entered nothing that could be undone
    this.unsent++;
    this.changed(); // whoever stands there waits for this and for nothing else
    signal(verdict.state);
    await this.#count();
    void this.flush();
  }

  /** Whether it is on the disk. Where it is not, the screen says so and nothing else: nobody must be waved through unrecorded. */
  async #keep(event: Kept): Promise<boolean> {
    try {
      await this.store.keep(event);
      this.full = false;
      return true;
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      this.full = true;
      this.shown = null;
      signal("stop");
      this.changed();
      return false;
    }
  }

  async #settled(results: Result[]): Promise<void> {
    this.syncedAt = this.clock.now();
    for (const result of results) {
      const shown = this.shown;
      if (shown?.event.uuid !== result.uuid) continue;
      this.desk?.learn(shown.event, result);
      const verdict = corrected(shown, result);
      this.shown = { ...shown, name: result.name ?? shown.name, verdict };
      if (verdict !== shown.verdict) signal(verdict.state);
    }
    await this.#count();
  }

  async #end(ended: Ended): Promise<void> {
    this.#token = "";
    this.desk = this.shown = this.last = null;
    this.ended = ended;
    await this.store.wipe();
    await this.#count();
  }

  async #count(): Promise<void> {
    this.unsent = await this.store.unsentCount();
    this.changed();
  }

  #reached(online: boolean): void {
    this.online = online && navigator.onLine;
    if (online) this.syncedAt = this.clock.now();
    this.changed();
  }
}

/** Between the long steps of taking in a list of thousands: a card held up meanwhile is answered first. */
function breath(): Promise<void> {
  return new Promise((resume) => setTimeout(resume));
}

/** What the server knows better than this phone's list does about a verdict that still stands on the screen: somebody entered elsewhere, a card was revoked. */
function corrected({ verdict, event }: Shown, result: Result): Verdict {
  if (verdict.state !== "come_in") return verdict;
  if (result.status === "repeated" && result.first_seen_at !== null) {
    const before = { kind: verdict.kind, at: result.first_seen_at, door: result.first_door ?? "" };
    return { ...verdict, state: "look", reason: verdict.kind === "out" ? "already_out" : "already_in", before };
  }
  if (result.reason === "over_quota") return { ...verdict, state: "look", reason: "over_quota" };
  const isNews = result.status === "quarantined" && event.manual_reason === null;
  if (isNews && result.reason === "revoked") return { ...verdict, state: "stop", reason: "revoked" };
  return isNews && (result.reason === "wrong_class" || result.reason === "unknown_card") ? { ...verdict, state: "look", reason: result.reason } : verdict;
}
