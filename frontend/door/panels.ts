// What is opened from "more": somebody on no list, the supervisor's PIN, the readiness check, the queue as a file.
import { BIG, h, QUIET } from "./dom";
import { when, type Words } from "./words";
import type { Door } from "./working";

export type PanelName = "more" | "unlisted" | "pin" | "ready";
const NAMES = new Set<string | null>(["more", "unlisted", "pin", "ready"]);
const COLUMN = "flex flex-col gap-3 px-4";
const CLOCK_MINUTES = 5;
const ENOUGH_MB = 20;

interface Context {
  words: Words;
  door: Door;
  picture: { turn: () => void; reader: () => "native" | "zxing" | null };
  open: (panel: PanelName | "reason" | null) => void;
  say: (notice: string) => void;
  notice: string;
  typed: string;
}

export function isPanel(name: string | null): name is PanelName {
  return NAMES.has(name);
}

export function drawPanel(name: PanelName, context: Context): HTMLElement {
  return { more, unlisted, pin, ready }[name](context);
}

/** A file of what is not sent, into the phone's downloads. */
export async function saveQueue(door: Door): Promise<void> {
  const file = await door.queueFile();
  const link = h("a", { href: URL.createObjectURL(file), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function more({ words, door, picture, open }: Context): HTMLElement {
  const button = (text: string, click: () => void) => h("button", { class: `${QUIET} justify-start`, type: "button", click }, text);
  return h(
    "div",
    { class: COLUMN },
    h("h1", { class: "text-2xl font-bold" }, words.moreTitle),
    button(words.unlisted, () => open("unlisted")),
    button(words.camera, () => {
      picture.turn();
      open(null);
    }),
    button(words.ready, () => open("ready")),
    ...(door.unsent ? [button(words.saveQueue, () => void saveQueue(door)), h("p", { class: "text-sm" }, words.saveQueueHow)] : []),
  );
}

function unlisted({ words, door, typed }: Context): HTMLElement {
  const name = field("stranger", { autocomplete: "off", maxlength: "120", required: true });
  name.value = typed;
  const unit = field("unit", { autocomplete: "off", maxlength: "200", required: true });
  const phone = field("phone", { autocomplete: "off", inputmode: "tel", maxlength: "20" });
  const instead = field("instead", { autocomplete: "off", maxlength: "120" });
  const reason = h("select", { class: "select select-lg w-full", id: "why" }, ...words.unlistedReasons.map((one) => h("option", {}, one)));
  const submit = (event: Event) => {
    event.preventDefault();
    const note = instead.value.trim() ? words.insteadOfNote(instead.value.trim()) : "";
    void door.admitStranger({ name: name.value.trim(), unit: unit.value.trim(), phone: phone.value.trim() }, reason.value, note);
  };
  return h(
    "form",
    { class: COLUMN, submit },
    h("h1", { class: "text-2xl font-bold" }, words.unlisted),
    h("p", {}, words.unlistedHow),
    ...labelled(words.fullName, name),
    ...labelled(words.unit, unit),
    ...labelled(words.phone, phone),
    ...labelled(words.insteadOf, instead),
    ...labelled(words.unlistedWhy, reason),
    h("button", { class: `${BIG} btn-primary`, type: "submit" }, words.letIn),
  );
}

function pin({ words, door, open, say, notice }: Context): HTMLElement {
  const typed = field("pin", { type: "password", inputmode: "numeric", autocomplete: "off", maxlength: "40", required: true });
  const submit = async () => {
    try {
      const refused = await door.supervise(typed.value);
      if (refused === null) open("reason");
      else say(words.pinSaid[refused] ?? words.pinSaid.wrong_pin ?? "");
    } catch {
      say(words.pinOffline);
    }
  };
  return h(
    "form",
    {
      class: COLUMN,
      submit: (event) => {
        event.preventDefault();
        void submit();
      },
    },
    h("h1", { class: "text-2xl font-bold" }, words.pinTitle),
    h("p", {}, words.pinHow),
    notice ? h("p", { class: "font-semibold text-error", role: "alert" }, notice) : null,
    ...labelled(words.pinLabel, typed),
    h("button", { class: `${BIG} btn-primary`, type: "submit" }, words.pinGo),
  );
}

function ready({ words, door, picture }: Context): HTMLElement {
  const list = h("ul", { class: "divide-y divide-base-300 rounded-box border border-base-300 bg-base-100", id: "checks" });
  void checked(words, door, picture.reader()).then((checks) => {
    list.replaceChildren(
      ...checks.map(({ label, said, passed }) =>
        h(
          "li",
          { class: "flex items-start gap-3 p-3" },
          h("span", { class: `badge w-24 shrink-0 whitespace-nowrap ${passed ? "badge-success" : "badge-warning"}` }, passed ? words.passed : words.failed),
          h("span", {}, h("span", { class: "block font-semibold" }, label), h("span", { class: "block text-sm" }, said)),
        ),
      ),
    );
    void door.tellReadiness(Object.fromEntries(checks.map(({ name, said, passed }) => [name, passed || said.slice(0, 200)])));
  });
  return h(
    "div",
    { class: COLUMN },
    h("h1", { class: "text-2xl font-bold" }, words.ready),
    h("p", { class: "print:hidden" }, words.readyHow),
    h("p", {}, [door.desk?.manifest.class, door.desk?.manifest.door, door.desk?.manifest.title, when(door.clock.now())].filter(Boolean).join(" · ")),
    list,
    h("button", { class: `${QUIET} print:hidden`, type: "button", click: () => print() }, words.print),
  );
}

interface Check {
  name: string;
  label: string;
  said: string;
  passed: boolean;
}

async function checked(words: Words, door: Door, reader: "native" | "zxing" | null): Promise<Check[]> {
  const { checks, checkSaid } = words;
  const manifest = door.desk?.manifest;
  const kept = await navigator.storage?.persisted?.().catch(() => false);
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  const free = Math.round((quota - usage) / 1_000_000);
  const worker = await navigator.serviceWorker?.getRegistration("/").catch(() => undefined);
  const battery = await (navigator as { getBattery?: () => Promise<{ level: number; charging: boolean }> }).getBattery?.().catch(() => undefined);
  const off = door.clock.minutesOff;
  const made = (name: keyof Words["checks"], passed: boolean, said: string): Check => ({ name, label: checks[name], said, passed });
  return [
    made("secure", isSecureContext, location.host),
    made("camera", reader !== null, reader ? checkSaid[reader] : checkSaid.missing),
    made("offline", Boolean(worker?.active), worker?.active ? "" : checkSaid.missing),
    made("storage", Boolean(kept) && free > ENOUGH_MB, [kept ? "" : checkSaid.notKept, checkSaid.megabytes(free)].filter(Boolean).join("; ")),
    made("manifest", Boolean(manifest?.people.length), manifest ? checkSaid.people(manifest.people.length, words.clock(new Date(manifest.issued_at))) : checkSaid.missing),
    made("card", door.tested === "ok", door.tested === null ? checkSaid.noCard : door.tested === "ok" ? checkSaid.cardRead : words.say[door.tested]),
    made("clock", off <= CLOCK_MINUTES, checkSaid.minutesOff(off)),
    made("sound", "AudioContext" in globalThis, checkSaid.sound),
    made("battery", !battery || battery.charging || battery.level > 0.5, battery ? checkSaid.battery(Math.round(battery.level * 100)) : checkSaid.unknown),
  ];
}

function field(id: string, more: Record<string, string | boolean>): HTMLInputElement {
  return h("input", { class: "input input-lg w-full", id, ...more });
}

function labelled(label: string, input: HTMLElement): HTMLElement[] {
  return [h("label", { class: "font-semibold", for: input.id }, label), input];
}
