// Ed25519 by the browser where it has it (Chrome since 137, Safari since 17), by @noble/ed25519 where it has not.
import { verifyAsync } from "@noble/ed25519";

type Bytes = Uint8Array<ArrayBuffer>;

let native: boolean | undefined; // asked once: a browser does not learn it while the page is open

export async function signatureHolds(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (native !== false) {
    try {
      const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      native = true;
      return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
    } catch {
      if (native) return false; // it can, and this key is not one
      native = false;
    }
  }
  return portableSignatureHolds(key, signature, message);
}

/** The same answer without the browser's help. */
export async function portableSignatureHolds(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  try {
    return await verifyAsync(signature, message, key);
  } catch {
    return false;
  }
}
