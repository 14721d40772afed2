// Four corners over the picture: where a card is to be held.
import { h } from "./dom";

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
