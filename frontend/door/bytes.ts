// Base45 (RFC 9285) and base64url.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** The bytes of a base45 text, or null for what an encoder would not have written. */
export function fromBase45(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 3 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 2) / 3));
  let at = 0;
  for (let start = 0; start < text.length; start += 3) {
    const group = text.slice(start, start + 3);
    let number = 0;
    for (let place = group.length - 1; place >= 0; place--) {
      const value = ALPHABET.indexOf(group.charAt(place));
      if (value < 0) return null;
      number = number * 45 + value;
    }
    if (number >= 256 ** (group.length - 1)) return null;
    if (group.length === 3) bytes[at++] = number >> 8;
    bytes[at++] = number & 255;
  }
  return bytes;
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
