import assert from "node:assert/strict";
import test from "node:test";
import { BATCH, type Post, type Queue, Revoked, Sender } from "../door/send";
import type { Kept, Result } from "../door/types";

const event = (number: number): Kept => ({
  uuid: `u${number}`,
  code: "BD1:",
  person: null,
  kind: "in",
  voids: null,
  seen_at: "2019-07-24T00:25:00.000Z",
  sequence: number,
  offline: true,
  manual_reason: null,
  unlisted: null,
  note: "",
  shown: "come_in",
  session: "s",
  who: "w",
  sent: 0,
  status: "",
});
const accepted = ({ uuid }: Kept): Result => ({ uuid, status: "accepted", reason: "ok", first_seen_at: null, name: null });

class Memory implements Queue {
  constructor(readonly rows: Kept[]) {}
  async unsent(limit: number): Promise<Kept[]> {
    return this.rows.filter((row) => !row.sent).slice(0, limit);
  }
  async settle(results: readonly Result[]): Promise<void> {
    for (const result of results) for (const row of this.rows) if (row.uuid === result.uuid) row.sent = 1;
  }
  get left(): number {
    return this.rows.filter((row) => !row.sent).length;
  }
}

function sending(count: number, post: Post): { queue: Memory; sender: Sender } {
  const queue = new Memory(Array.from({ length: count }, (_, number) => event(number)));
  return { queue, sender: new Sender(queue, post, () => undefined) };
}

test("450 events go out as three batches, each event once, in order", async () => {
  const sizes: number[] = [];
  const seen: number[] = [];
  const { queue, sender } = sending(450, async (batch) => {
    sizes.push(batch.length);
    seen.push(...batch.map((one) => one.sequence));
    return batch.map(accepted);
  });

  assert.equal(await sender.flush(), true);
  assert.deepEqual(sizes, [BATCH, BATCH, 50]);
  assert.deepEqual(seen, Array.from({ length: 450 }, (_, number) => number));
  assert.equal(queue.left, 0);
});

test("calls at the same time share one flight, and what came meanwhile still goes", async () => {
  let flying = 0;
  const { queue, sender } = sending(3, async (batch) => {
    assert.equal(++flying, 1);
    await new Promise((resume) => setTimeout(resume, 5));
    if (batch.length === 3) queue.rows.push(event(99));
    flying--;
    return batch.map(accepted);
  });

  await Promise.all([sender.flush(), sender.flush(), sender.flush()]);
  assert.equal(queue.left, 0);
});

for (const [name, post] of [
  ["a broken line", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["a captive portal's page", () => Promise.reject(new SyntaxError("<html>"))],
  ["an answer about other events", async () => [accepted(event(1000))]],
  ["an empty answer", async () => []],
] as [string, Post][]) {
  test(`${name} leaves the queue as it was`, async () => {
    const { queue, sender } = sending(5, post);
    assert.equal(await sender.flush(), false);
    assert.equal(queue.left, 5);
  });
}

test("an answer about some of the events keeps the others for the next time", async () => {
  let calls = 0;
  const { queue, sender } = sending(4, async (batch) => (++calls === 1 ? batch.slice(0, 2) : batch).map(accepted));
  assert.equal(await sender.flush(), true);
  assert.equal(queue.left, 0);
  assert.equal(calls, 2);
});

test("a phone that was revoked is told apart from a bad line", async () => {
  const { queue, sender } = sending(2, () => Promise.reject(new Revoked()));
  await assert.rejects(sender.flush(), Revoked);
  assert.equal(queue.left, 2);
});
