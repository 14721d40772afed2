// The phone's clock beside the server's: how far it is off, and whether it was set back meanwhile. Nothing is refused for it; times are told right.

const STEADY_MS = 60_000; // below this it is the line's delay, not the clock; as doors/intake.py has it

export class Clock {
  #offset = 0; // what must be added to the phone's clock
  #isTold = false; // since this page was opened
  #zero = started();

  /** The server has just said what time it is. */
  told(issuedAt: string): void {
    this.#zero = started();
    this.#isTold = true;
    const off = new Date(issuedAt).getTime() - Date.now();
    this.#offset = Math.abs(off) < STEADY_MS ? 0 : off;
  }

  /** What was known when the page was last open. */
  remember(offset: number): void {
    this.#offset = offset;
  }

  /** Milliseconds that must be added to the phone's clock, as far as is known. */
  get offset(): number {
    const zero = started();
    const jump = zero - this.#zero;
    const isMended = jump > STEADY_MS && Math.abs(jump - this.#offset) < 2 * STEADY_MS; // set forward by just what it was behind
    if (jump < -STEADY_MS || isMended) this.#offset -= jump; // any other step forward may as well be a sleep: that is left to the server
    if (Math.abs(jump) > STEADY_MS) this.#zero = zero;
    return this.#offset;
  }

  /** The same to be told with an event; undefined where a jump may have gone unseen while the page was closed. */
  get known(): number | undefined {
    return this.#isTold ? this.offset : undefined;
  }

  get minutesOff(): number {
    return Math.round(Math.abs(this.offset) / 60_000);
  }

  /** The server's time, as far as is known. */
  now(): Date {
    return this.right(new Date());
  }

  right(at: Date | string): Date {
    return new Date(new Date(at).getTime() + this.offset);
  }
}

/** When the page was opened, by the clock on the wall: it moves only where somebody moves the clock. */
function started(): number {
  return Date.now() - performance.now();
}
