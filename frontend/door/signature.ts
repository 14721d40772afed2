// Ed25519 by the browser where it has it (Chrome since 137, Safari since 17), by @noble/ed25519 where it has not.
import { verifyAsync } from "@noble/ed25519";

type Bytes = Uint8Array<ArrayBuffer>;

const imported = new WeakMap<Bytes, Promise<CryptoKey>>(); // a session's few keys are taken in once, not at every card
let native: boolean | undefined; // asked once: a browser does not learn it while the page is open

export async function signatureHolds(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (native !== false) {
    try {
      const known = imported.get(key) ?? crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      imported.set(key, known);
      const taken = await known;
      native = true;
      return await crypto.subtle.verify({ name: "Ed25519" }, taken, signature, message);
    } catch {
      if (native) return false; // it can, and this key is not one
      native = false;
    }
  }
  return portableSignatureHolds(key, signature, message);
}

/** Verify something that is no card, so that the first card finds the key taken in and the code compiled. */
export async function warm(keys: Iterable<Bytes>): Promise<void> {
  for (const key of keys) await signatureHolds(key, new Uint8Array(64), new Uint8Array(24));
}

/** The same answer without the browser's help. */
export async function portableSignatureHolds(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  try {
    return await verifyAsync(signature, message, key);
  } catch {
    return false;
  }
}
