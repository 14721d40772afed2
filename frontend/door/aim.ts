// The picture of the camera: four corners where a card is to be held, and the buttons around it.
import { BIG, h, QUIET } from "./dom";
import type { Kind } from "./types";
import type { Words } from "./words";

export function corners(): HTMLElement {
  const corner = "absolute size-10 border-white/90";
  return h(
    "div",
    { class: "pointer-events-none absolute inset-0 grid place-items-center", "aria-hidden": "true" },
    h(
      "div",
      { class: "relative size-56" },
      h("span", { class: `${corner} top-0 left-0 rounded-tl-xl border-t-4 border-l-4` }),
      h("span", { class: `${corner} top-0 right-0 rounded-tr-xl border-t-4 border-r-4` }),
      h("span", { class: `${corner} bottom-0 left-0 rounded-bl-xl border-b-4 border-l-4` }),
      h("span", { class: `${corner} right-0 bottom-0 rounded-br-xl border-r-4 border-b-4` }),
    ),
  );
}

interface Answers {
  choose: (kind: Kind) => void;
  undo: () => void;
  find: () => void;
  light: () => void;
  more: () => void;
}

/**
 * What stands around the camera's picture: made once and changed in place. A button that is replaced between a finger's press and its release is not pressed
 * at all, and the page draws itself anew whenever the camera, the network or the queue says something.
 */
export class Bar {
  readonly kinds: HTMLElement;
  readonly foot: HTMLElement;
  readonly #kinds: Map<Kind, HTMLElement>;
  readonly #name = h("p", { class: "min-w-0 flex-1 truncate text-sm" });
  readonly #before: HTMLElement;
  readonly #torch: HTMLElement;
  readonly #below = h("p", { class: "mt-3 text-center text-sm" });

  constructor(words: Words, answers: Answers) {
    const kinds: Kind[] = ["in", "out", "mid"];
    this.#kinds = new Map(kinds.map((kind) => [kind, h("button", { type: "button", click: () => answers.choose(kind) }, words.kinds[kind])]));
    this.kinds = h("div", { class: "join mx-4 mb-3 grid grid-cols-3", role: "group", "aria-label": words.kindLabel }, ...this.#kinds.values());
    const undo = h("button", { class: "btn h-12 bg-base-100", type: "button", click: answers.undo }, words.undo);
    this.#before = h("div", { class: "mb-3 flex items-center gap-3" }, this.#name, undo);
    this.#torch = h("button", { class: QUIET, type: "button", click: answers.light }, words.torch);
    const find = h("button", { class: `${BIG} btn-primary flex-1`, type: "button", click: answers.find }, words.findByName);
    const more = h("button", { class: QUIET, type: "button", click: answers.more }, words.more);
    this.foot = h("div", {}, this.#before, h("div", { class: "flex gap-3" }, find, this.#torch, more), this.#below);
  }

  /** before: whose touch may still be taken back. */
  show({ kind, before, hasTorch, below }: { kind: Kind; before: string | null; hasTorch: boolean; below: string }): void {
    for (const [one, button] of this.#kinds) {
      button.className = `btn join-item h-12 ${kind === one ? "btn-neutral" : "bg-base-100"}`;
      button.setAttribute("aria-pressed", String(kind === one));
    }
    this.#before.hidden = before === null;
    this.#name.textContent = before;
    this.#torch.hidden = !hasTorch;
    this.#below.textContent = below;
  }
}
