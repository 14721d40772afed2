// Elements by hand: text goes in as text, so nothing scanned or typed can become markup.

export const BIG = "btn btn-lg h-14 text-base";
export const QUIET = `${BIG} border-base-300 bg-base-100`;

type Child = Node | string | null;

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (typeof value === "string") element.setAttribute(name, value);
    else if (value) element.setAttribute(name, "");
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The only child, left alone where it is that already. */
export function put(parent: Element, child: Node): void {
  if (parent.childNodes.length !== 1 || parent.firstChild !== child) parent.replaceChildren(child);
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(paths: readonly string[], classes: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 24 24",
    class: classes,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "2.25",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  })) {
    svg.setAttribute(name, value);
  }
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
