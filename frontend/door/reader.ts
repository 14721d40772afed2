// A USB or Bluetooth reader is a fast keyboard that ends with Enter.

const SLOWEST_KEY_MS = 80; // a reader types a letter every few milliseconds, nobody else does
const SHORTEST = 8;

export class KeyReader {
  #typed = "";
  #last = 0;

  /** The whole text when `key` ends one, else null. `at`: milliseconds of any steady clock. */
  press(key: string, at: number): string | null {
    if (at - this.#last > SLOWEST_KEY_MS) this.#typed = "";
    this.#last = at;
    if (key === "Enter") {
      const text = this.#typed;
      this.#typed = "";
      return text.length >= SHORTEST ? text : null;
    }
    if (key.length === 1) this.#typed += key;
    return null;
  }
}
