// Sending what the phone has kept: one flight at a time, in batches, by itself.
import type { Kept, Result } from "./types";

export const BATCH = 200; // the server takes 500; less is a shorter wait on a bad line

export class Revoked extends Error {}

export interface Queue {
  unsent(limit: number): Promise<Kept[]>;
  settle(results: readonly Result[]): Promise<void>;
}

export type Post = (batch: Kept[]) => Promise<Result[]>;

export class Sender {
  #flight: Promise<boolean> | null = null;
  #again = false;

  constructor(
    private readonly queue: Queue,
    private readonly post: Post,
    private readonly settled: (results: Result[]) => void,
  ) {}

  /**
   * Send until nothing is left. A call while one is under way joins it and makes it look once more, since the browser says
   * `online` by itself and two flights would send the same rows twice.
   * Returns whether the server was reached; throws Revoked when it no longer knows this phone.
   */
  flush(): Promise<boolean> {
    if (this.#flight) {
      this.#again = true;
      return this.#flight;
    }
    this.#flight = this.#fly().finally(() => {
      this.#flight = null;
    });
    return this.#flight;
  }

  async #fly(): Promise<boolean> {
    do {
      this.#again = false;
      for (let batch = await this.queue.unsent(BATCH); batch.length; batch = await this.queue.unsent(BATCH)) {
        if (!(await this.#send(batch))) return false;
      }
    } while (this.#again);
    return true;
  }

  async #send(batch: Kept[]): Promise<boolean> {
    const mine = new Set(batch.map((event) => event.uuid));
    let results: Result[];
    try {
      results = (await this.post(batch)).filter((result) => mine.has(result.uuid));
    } catch (error) {
      if (error instanceof Revoked) throw error;
      return false; // no network, a captive portal's page, a server that is down: nothing leaves the queue
    }
    if (!results.length) return false;
    await this.queue.settle(results);
    this.settled(results);
    return true;
  }
}
