// What stays on the phone: events without names as they are; people and token encrypted by a key that cannot leave this browser.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Queue } from "./send";
import type { Kept, Manifest, Result } from "./types";

interface Box {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** As it lies on the disk: what names somebody is in the box. */
type Lying = Kept & { box?: Box };

/** The disk is full, and nothing could be thrown away: what was to be kept is not kept. */
export class Full extends Error {}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  boxes: { key: string; value: Box };
  events: { key: string; value: Lying; indexes: { sent: [number, number]; sequence: number; session: [string, number] } };
}

export interface Secrets {
  token: string;
  offset?: number; // what the phone knew its clock to be off by
  manifest: Manifest | null; // null: the session is over, and the token is there to send what is left
}

const SECRETS = "secrets";
const VERSION = 2; // a step of `upgrade` for each: a phone may carry a full queue from one version to the next

export class Store implements Queue {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(): Promise<Store> {
    const db = await openDB<Schema>("boiduong-door", VERSION, {
      upgrade(store, from, _to, change) {
        if (from < 1) {
          store.createObjectStore("keys");
          store.createObjectStore("boxes");
          const events = store.createObjectStore("events", { keyPath: "uuid" });
          events.createIndex("sent", ["sent", "sequence"]);
          events.createIndex("sequence", "sequence");
        }
        if (from < 2) change.objectStore("events").createIndex("session", ["session", "sequence"]);
      },
      blocking: () => giveWay(db), // a newer version of this page waits in another window
      terminated: () => location.reload(),
    });
    return new Store(db);
  }

  async save(secrets: Secrets): Promise<void> {
    await this.db.put("boxes", await this.#seal(secrets), SECRETS);
  }

  async load(): Promise<Secrets | null> {
    const box = await this.db.get("boxes", SECRETS);
    return box ? await this.#open<Secrets>(box) : null; // where the key is gone the box says nothing any more: pair again
  }

  /** Forget people and token; what is not sent yet stays, it names nobody. The key stays as long as a stranger's name waits under it. */
  async wipe(): Promise<void> {
    await this.db.clear("boxes");
    await this.#dropSent();
    const waiting = await this.db.getAll("events");
    if (!waiting.some((event) => event.box)) await this.db.clear("keys");
  }

  /** Settles when the event is on the disk: only then the door says anything. Throws Full. */
  async keep(event: Kept): Promise<void> {
    const lying: Lying = event.unlisted || event.note ? { ...event, unlisted: null, note: "", box: await this.#seal([event.unlisted, event.note]) } : event;
    try {
      await this.db.put("events", lying);
    } catch (error) {
      if (!isFull(error)) throw error;
      await this.#dropSent(event.session);
      await this.db.put("events", lying).catch(() => {
        throw new Full();
      });
    }
  }

  async unsent(limit: number): Promise<Kept[]> {
    const lying = await this.db.getAllFromIndex("events", "sent", IDBKeyRange.bound([0, 0], [0, Infinity]), limit);
    return Promise.all(lying.map((event) => this.#whole(event)));
  }

  unsentCount(): Promise<number> {
    return this.db.countFromIndex("events", "sent", IDBKeyRange.bound([0, 0], [0, Infinity]));
  }

  async settle(results: readonly Result[]): Promise<void> {
    const change = this.db.transaction("events", "readwrite");
    for (const result of results) {
      const event = await change.store.get(result.uuid);
      if (event) {
        const { box: _box, ...rest } = event; // the server has it now
        await change.store.put({ ...rest, sent: 1, status: result.status });
      }
    }
    await change.done;
  }

  /** Events of a session in the order in which this phone saw them. */
  async eventsOf(session: string): Promise<Kept[]> {
    return this.db.getAllFromIndex("events", "session", IDBKeyRange.bound([session, 0], [session, Infinity]));
  }

  async nextSequence(): Promise<number> {
    const last = await this.db.transaction("events").store.index("sequence").openKeyCursor(null, "prev");
    return last ? Number(last.key) + 1 : 1;
  }

  async #whole({ box, ...event }: Lying): Promise<Kept> {
    if (!box) return event;
    const [unlisted, note] = (await this.#open<[Kept["unlisted"], string]>(box)) ?? [null, ""];
    return { ...event, unlisted, note };
  }

  async #dropSent(besides = ""): Promise<void> {
    for (const event of await this.db.getAll("events")) if (event.sent && event.session !== besides) await this.db.delete("events", event.uuid);
  }

  async #seal(what: unknown): Promise<Box> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.#key(), new TextEncoder().encode(JSON.stringify(what))) };
  }

  async #open<What>(box: Box): Promise<What | null> {
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, await this.#key(), box.sealed);
      return JSON.parse(new TextDecoder().decode(plain)) as What;
    } catch {
      return null;
    }
  }

  async #key(): Promise<CryptoKey> {
    const known = await this.db.get("keys", SECRETS);
    if (known) return known;
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await this.db.put("keys", fresh, SECRETS);
    return fresh;
  }
}

/** Everything is on the disk already; the page comes back as the newer version. */
function giveWay(db: IDBPDatabase<Schema>): void {
  db.close();
  location.reload();
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
