// What a scanned text says. The twin of engines/tokens; both are held to tests/vectors/cards.json.
import { fromBase45, toBase64Url } from "./bytes";
import { signatureHolds } from "./signature";

const PREFIX = "BD1:";
const PAYLOAD_BYTES = 24;
const SIGNED_BYTES = PAYLOAD_BYTES + 64;
const CARD = 1;

export type CardFault = "not_ours" | "malformed" | "other_version" | "other_purpose" | "unknown_key" | "bad_signature";
export type Reading = { refused: CardFault } | { campaign: number; keyId: number; code: Uint8Array<ArrayBuffer>; codeHash: string };
export type Keys = ReadonlyMap<number, Uint8Array<ArrayBuffer>>;

/** Read one text. Never throws: a hostile text is data, and the answer says what is wrong with it. */
export async function readCard(text: string, keys: Keys): Promise<Reading> {
  if (!text.startsWith(PREFIX)) return { refused: "not_ours" };
  const signed = fromBase45(text.slice(PREFIX.length));
  if (signed === null) return { refused: "malformed" };
  if (signed.length && signed[0] !== 1) return { refused: "other_version" }; // before the length: a later version may have another
  if (signed.length !== SIGNED_BYTES) return { refused: "malformed" };
  if (signed[1] !== CARD) return { refused: "other_purpose" };
  const view = new DataView(signed.buffer);
  const keyId = view.getUint16(2);
  const key = keys.get(keyId);
  if (!key) return { refused: "unknown_key" };
  const payload = signed.slice(0, PAYLOAD_BYTES);
  if (!(await signatureHolds(key, signed.slice(PAYLOAD_BYTES), payload))) return { refused: "bad_signature" };
  const code = signed.slice(8, PAYLOAD_BYTES);
  return { campaign: view.getUint32(4), keyId, code, codeHash: await codeHash(code) };
}

export async function codeHash(code: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", code)));
}
