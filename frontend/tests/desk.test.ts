import assert from "node:assert/strict";
import test from "node:test";
import cards from "../../tests/vectors/cards.json";
import vectors from "../../tests/vectors/checkin.json";
import short from "../../tests/vectors/short_codes.json";
import { decide, type Facts } from "../door/decide";
import { Desk, eventOf, voidOf } from "../door/desk";
import { asShortCode, find, fold, shortCode } from "../door/find";
import { KeyReader } from "../door/reader";
import type { Kept, Listed, Manifest } from "../door/types";

for (const { name, facts, expect } of vectors.cases) {
  test(`decide: ${name}`, () => {
    assert.deepEqual(decide(facts as Facts), { state: expect.state, reason: expect.reason });
  });
}

const good = cards.cards.filter((card) => "code_hash" in card.expect) as unknown as { text: string; expect: { campaign: number; code_hash: string } }[];
const card = good[0]!;
const NOON = new Date("2019-07-24T07:25:00+07:00");

function listed(name: string, more: Partial<Listed> = {}): Listed {
  return { person: fold(name), code_hash: "", name, unit: "Trường Tiểu học Kim Đồng", class: "Lớp 3", seat: "Dãy C · Ghế 14", flags: [], ...more };
}

function manifest(more: Partial<Manifest> = {}): Manifest {
  return {
    session: "s3",
    campaign: card.expect.campaign,
    title: "Chuyên đề 1",
    class: "Lớp 3",
    door: "Cửa 2",
    issued_at: "2019-07-24T07:00:00+07:00",
    starts_at: "2019-07-24T07:30:00+07:00",
    closes_at: "2019-07-24T13:00:00+07:00",
    late_after_minutes: 15,
    people: [listed("Nguyễn Thị Thu Hương", { code_hash: card.expect.code_hash })],
    keys: Object.entries(cards.keys).map(([id, key]) => ({ id: Number(id), public: key })),
    revoked: [],
    elsewhere: { classes: [{ name: "Lớp 5", day: "26/07/2019" }], cards: {} },
    entered: {},
    ...more,
  };
}

const kept = (desk: Desk, verdict: Awaited<ReturnType<Desk["scan"]>>, sequence = 1): Kept => {
  const event = eventOf(verdict, { session: "s3", sequence, offline: true, manual_reason: null });
  desk.passed(event);
  return event;
};

test("the first scan comes in with name and seat, the second looks back at the first", async () => {
  const desk = new Desk(manifest(), []);
  const first = await desk.scan(card.text, "in", NOON);
  const event = kept(desk, first);
  const second = await desk.scan(card.text, "in", new Date(NOON.getTime() + 60_000));

  assert.deepEqual([first.state, first.listed?.name, first.listed?.seat], ["come_in", "Nguyễn Thị Thu Hương", "Dãy C · Ghế 14"]);
  assert.deepEqual([second.state, second.reason, second.before?.at, second.before?.door], ["look", "already_in", event.seen_at, "Cửa 2"]);
  assert.equal(desk.insideCount, 1);
});

test("an event names nobody and holds what was scanned", async () => {
  const desk = new Desk(manifest(), []);
  const event = kept(desk, await desk.scan(card.text, "in", NOON));

  assert.equal(JSON.stringify(event).includes("Hương"), false);
  assert.deepEqual([event.code, event.person, event.kind, event.shown, event.sent], [card.text, null, "in", "come_in", 0]);
});

test("an undone entry can be made again, and a reload does not bring it back", async () => {
  const desk = new Desk(manifest(), []);
  const event = kept(desk, await desk.scan(card.text, "in", NOON));
  const undoing = voidOf(event, { at: NOON, sequence: 2, offline: true });
  desk.undone(event);

  assert.equal((await desk.scan(card.text, "in", NOON)).reason, "ok");
  assert.equal((await new Desk(manifest(), [event, undoing]).scan(card.text, "in", NOON)).reason, "ok");
  assert.equal((await new Desk(manifest(), [event]).scan(card.text, "in", NOON)).reason, "already_in");
});

test("a card of another class is told with that class and its day, and names nobody", async () => {
  const desk = new Desk(manifest({ people: [], elsewhere: { classes: [{ name: "Lớp 5", day: "26/07/2019" }], cards: { [card.expect.code_hash]: 0 } } }), []);
  const verdict = await desk.scan(card.text, "in", NOON);

  assert.deepEqual([verdict.state, verdict.reason, verdict.elsewhere, verdict.listed], ["look", "wrong_class", { name: "Lớp 5", day: "26/07/2019" }, null]);
});

test("what another door told the server stops a second entry here", async () => {
  const desk = new Desk(manifest({ entered: { [fold("Nguyễn Thị Thu Hương")]: { kind: "in", at: "2019-07-24T07:20:00+07:00", door: "Cửa 1" } } }), []);
  const verdict = await desk.scan(card.text, "in", NOON);

  assert.deepEqual([verdict.reason, verdict.before?.door], ["already_in", "Cửa 1"]);
});

test("revoked and foreign cards stop", async () => {
  assert.equal((await new Desk(manifest({ revoked: [card.expect.code_hash] }), []).scan(card.text, "in", NOON)).reason, "revoked");
  assert.equal((await new Desk(manifest({ campaign: card.expect.campaign + 1 }), []).scan(card.text, "in", NOON)).reason, "other_campaign");
});

test("a name is found without accents, by beginnings of its words, in whatever Unicode form", () => {
  const people = ["Nguyễn Thị Hồng", "Đặng Thị Hồng", "Nguyễn Thị Hồng Nhung", "Nguyễn Văn Thi"].map((name) => listed(name.normalize("NFD")));
  const names = (typed: string) => find(people, typed).map((one) => one.name.normalize("NFC"));

  assert.deepEqual(names("ng thi hong"), ["Nguyễn Thị Hồng", "Nguyễn Thị Hồng Nhung"]);
  assert.deepEqual(names("dang hong"), ["Đặng Thị Hồng"]);
  assert.deepEqual(names("ĐẶNG"), ["Đặng Thị Hồng"]);
  assert.deepEqual(names("hong thi"), []);
  assert.deepEqual(names(" "), []);
});

test("a reader's fast keys are a text, a person's slow ones are not", () => {
  const fast = new KeyReader();
  const text = "BD1:ABC 123";
  let at = 1000;
  for (const key of text) assert.equal(fast.press(key, (at += 4)), null);
  assert.equal(fast.press("Shift", (at += 1)), null);
  assert.equal(fast.press("Enter", (at += 4)), text);
  assert.equal(fast.press("Enter", (at += 4)), null);

  const slow = new KeyReader();
  for (const key of text) slow.press(key, (at += 200));
  assert.equal(slow.press("Enter", (at += 200)), null);
});

for (const { code_hash, short_code } of short.cases) test(`short code: ${short_code}`, () => assert.equal(shortCode(code_hash), short_code));

test("the letters under a code find its learner, however they are typed, and a name is no such letters", () => {
  const person = listed("Nguyễn Thị Hồng", { code_hash: short.cases[0]!.code_hash });
  const letters = short.cases[0]!.short_code;

  assert.deepEqual(find([person, listed("Đặng Thị Hồng")], `${letters.slice(0, 4).toLowerCase()} ${letters.slice(4)}`), [person]);
  assert.equal(asShortCode("0O1I-LBCD"), "00111BCD");
  for (const name of ["nguyenan", "ng thi hong", "", "12345"]) assert.equal(asShortCode(name), null);
});

test("marks by name are counted down, a void gives one back, and a scan costs none", async () => {
  const marks = { manual: { quota: 20, left: 2, has_pin: true } };
  const desk = new Desk(manifest({ ...marks, people: [listed("Một"), listed("Hai", { code_hash: card.expect.code_hash })] }), []);
  const event = eventOf(desk.mark(listed("Một"), "in", NOON), { session: "s3", sequence: 1, offline: true, manual_reason: "Quên thẻ" });
  desk.passed(event);
  kept(desk, await desk.scan(card.text, "in", NOON));

  assert.equal(desk.marksLeft, 1);
  assert.equal(new Desk(manifest(marks), [event]).marksLeft, 1);
  assert.equal(new Desk(manifest({ ...marks, issued_at: "2019-07-24T07:26:00+07:00" }), [event]).marksLeft, 2); // the server has counted it
  desk.undone(event);
  assert.equal(desk.marksLeft, 2);
  assert.equal(new Desk(manifest(), []).marksLeft, null);
});

test("somebody on no list comes in and is nobody of the list", () => {
  const desk = new Desk(manifest(), []);
  const verdict = desk.admitStranger("in", NOON);
  const event = eventOf(verdict, { session: "s3", sequence: 1, offline: true, manual_reason: "Đi thay", unlisted: { name: "Lê Thị Tư", unit: "", phone: "" } });
  desk.passed(event);

  assert.deepEqual([verdict.state, event.code, event.person, event.unlisted?.name], ["come_in", null, null, "Lê Thị Tư"]);
  assert.equal(desk.insideCount, 0);
});
