import assert from "node:assert/strict";
import test from "node:test";
import vectors from "../../tests/vectors/cards.json";
import { fromBase45, fromBase64Url, toBase64Url } from "../door/bytes";
import { type Keys, readCard } from "../door/card";
import { portableSignatureHolds, signatureHolds } from "../door/signature";

const keys: Keys = new Map(Object.entries(vectors.keys).map(([id, key]) => [Number(id), fromBase64Url(key)]));

for (const { name, text, expect } of vectors.cards) {
  test(`card: ${name}`, async () => {
    const read = await readCard(text, keys);
    if ("refused" in read) return assert.deepEqual(read, expect);
    assert.deepEqual({ campaign: read.campaign, key_id: read.keyId, code: toBase64Url(read.code), code_hash: read.codeHash }, expect);
  });
}

for (const { bytes, text } of vectors.base45) {
  test(`base45: ${text}`, () => assert.equal(toBase64Url(fromBase45(text) ?? new Uint8Array()), bytes));
}

for (const text of vectors.not_base45) test(`not base45: ${text}`, () => assert.equal(fromBase45(text), null));

test("a card with any one bit turned is refused, by the browser's Ed25519 and by the portable one", async () => {
  const good = vectors.cards.find((card) => !("refused" in card.expect))!;
  const signed = fromBase45(good.text.slice(4))!;
  const key = keys.get((signed[2]! << 8) | signed[3]!)!;
  assert.ok(await signatureHolds(key, signed.slice(24), signed.slice(0, 24)));
  assert.ok(await portableSignatureHolds(key, signed.slice(24), signed.slice(0, 24)));
  for (let bit = 0; bit < signed.length * 8; bit++) {
    const turned = signed.slice();
    turned[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(await signatureHolds(key, turned.slice(24), turned.slice(0, 24)), false, `bit ${bit}`);
    if (bit % 16 === 0) assert.equal(await portableSignatureHolds(key, turned.slice(24), turned.slice(0, 24)), false, `bit ${bit}, portable`);
  }
});

test("hostile texts are data: each is refused in words and none throws", async () => {
  const hostile = ["", "javascript:alert(1)", "https://example.org/door", "BD1:", "BD1:<img src=x onerror=alert(1)>", "BD1:'; DROP TABLE", "A".repeat(4096), "BD1:" + "A".repeat(4096), "BD1:Ậ", "\u0000"];
  for (const text of hostile) assert.ok("refused" in (await readCard(text, keys)), text.slice(0, 20));
});
