// What stays on the phone: events without names as they are; people and token encrypted by a key that cannot leave this browser.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Queue } from "./send";
import type { Kept, Manifest, Result } from "./types";

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  boxes: { key: string; value: { iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer } };
  events: { key: string; value: Kept; indexes: { sent: [number, number]; sequence: number } };
}

export interface Secrets {
  token: string;
  manifest: Manifest;
}

const SECRETS = "secrets";

export class Store implements Queue {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(): Promise<Store> {
    const db = await openDB<Schema>("boiduong-door", 1, {
      upgrade(fresh) {
        fresh.createObjectStore("keys");
        fresh.createObjectStore("boxes");
        const events = fresh.createObjectStore("events", { keyPath: "uuid" });
        events.createIndex("sent", ["sent", "sequence"]);
        events.createIndex("sequence", "sequence");
      },
    });
    return new Store(db);
  }

  async save(secrets: Secrets): Promise<void> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.#key(), new TextEncoder().encode(JSON.stringify(secrets)));
    await this.db.put("boxes", { iv, sealed }, SECRETS);
  }

  async load(): Promise<Secrets | null> {
    const box = await this.db.get("boxes", SECRETS);
    if (!box) return null;
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv }, await this.#key(), box.sealed);
      return JSON.parse(new TextDecoder().decode(plain)) as Secrets;
    } catch {
      return null; // the key is gone, so the box says nothing any more: pair again
    }
  }

  /** Forget people, token and key; what is not sent yet stays, it names nobody. */
  async wipe(): Promise<void> {
    await this.db.clear("boxes");
    await this.db.clear("keys");
    for (const event of await this.db.getAll("events")) if (event.sent) await this.db.delete("events", event.uuid);
  }

  keep(event: Kept): Promise<string> {
    return this.db.put("events", event, undefined); // settles when it is on the disk: only then the door says anything
  }

  unsent(limit: number): Promise<Kept[]> {
    return this.db.getAllFromIndex("events", "sent", IDBKeyRange.bound([0, 0], [0, Infinity]), limit);
  }

  unsentCount(): Promise<number> {
    return this.db.countFromIndex("events", "sent", IDBKeyRange.bound([0, 0], [0, Infinity]));
  }

  async settle(results: readonly Result[]): Promise<void> {
    const change = this.db.transaction("events", "readwrite");
    for (const result of results) {
      const event = await change.store.get(result.uuid);
      if (event) await change.store.put({ ...event, sent: 1, status: result.status });
    }
    await change.done;
  }

  /** Events of a session in the order in which this phone saw them. */
  async eventsOf(session: string): Promise<Kept[]> {
    return (await this.db.getAllFromIndex("events", "sequence")).filter((event) => event.session === session);
  }

  async nextSequence(): Promise<number> {
    const last = await this.db.transaction("events").store.index("sequence").openKeyCursor(null, "prev");
    return last ? Number(last.key) + 1 : 1;
  }

  async #key(): Promise<CryptoKey> {
    const known = await this.db.get("keys", SECRETS);
    if (known) return known;
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await this.db.put("keys", fresh, SECRETS);
    return fresh;
  }
}
