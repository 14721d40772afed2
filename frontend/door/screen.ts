// Draws the door. One verdict fills the screen; network and queue stay on top of everything.
import { Bar, corners } from "./aim";
import { BIG, h, icon, put, QUIET } from "./dom";
import { asShortCode, find, shortCode } from "./find";
import { drawPanel, isPanel, type PanelName, saveQueue } from "./panels";
import { playAll } from "./signal";
import type { State, Listed } from "./types";
import type { Words } from "./words";
import type { Door, Shown } from "./working";

export interface Picture {
  video: HTMLVideoElement;
  trouble: string | null; // why there is no picture
  hasTorch: () => boolean;
  reader: () => "native" | "zxing" | null;
  turn: () => void;
  light: () => void;
}

type Panel = "find" | "reason" | "admit" | PanelName | null;

const ICONS: Record<State, string[]> = {
  come_in: ["M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20z", "M7.5 12.5l3 3 6-6.5"],
  look: ["M12 3L22 20.5H2z", "M12 10v4.5", "M12 17.5v.01"],
  stop: ["M8 2h8l6 6v8l-6 6H8l-6-6V8z", "M8.5 8.5l7 7", "M15.5 8.5l-7 7"],
};
const COLOURS: Record<State | "quiet", string> = {
  come_in: "bg-success text-success-content",
  look: "bg-warning text-warning-content",
  stop: "bg-error text-error-content",
  quiet: "bg-base-200 text-base-content",
};
const FRAME = "mx-auto flex min-h-dvh w-full max-w-xl flex-col";
const SOFT = `${BIG} border-0 bg-black/15 text-inherit shadow-none hover:bg-black/25`;
const PLAIN = `${BIG} border-0 bg-white text-black shadow-none hover:bg-white/80`;
const TRYING = "relative mx-4 mt-3 h-48 shrink-0 overflow-hidden rounded-box bg-black print:hidden";
const STAY_MS = 3_000;

export class Screen {
  #panel: Panel = null;
  #chosen: Listed | null = null;
  #typed = "";
  #wider: Listed[] | null = null;
  #notice = "";
  #goHome = 0;
  #followed: Shown | null = null;
  #drawn = "";
  readonly #top = h("header", { class: "px-4 pt-3 pb-2" });
  readonly #stage = h("main", { role: "status", "aria-live": "assertive" });
  readonly #view: HTMLElement; // holds the video for good: one taken out of the page stops playing
  readonly #hint = h("p", { class: "absolute inset-x-0 bottom-0 bg-black/60 px-4 py-2 text-center text-sm text-white" });
  readonly #foot = h("footer", { class: "p-4" });
  readonly #bar: Bar;

  constructor(
    private readonly root: HTMLElement,
    private readonly door: Door,
    private readonly words: Words,
    private readonly picture: Picture,
  ) {
    picture.video.className = "absolute inset-0 size-full object-cover";
    this.#bar = new Bar(words, {
      choose: (kind) => door.choose(kind),
      undo: () => this.#undo(),
      find: () => this.#open("find"),
      light: picture.light,
      more: () => this.#open("more"),
    });
    this.#view = h("div", {}, picture.video, corners(), this.#hint);
    root.replaceChildren(h("div", { class: FRAME }, this.#top, this.#stage, this.#view, this.#foot));
  }

  draw(): void {
    const { shown, desk } = this.door;
    this.#follow(shown);
    const state = this.door.full ? "stop" : desk && shown && this.#panel === null ? shown.verdict.state : "quiet";
    document.body.className = COLOURS[state];
    this.root.dataset.state = state;
    if (shown) this.root.dataset.scan = shown.event.uuid;
    this.#drawTop();
    const aiming = desk !== null && this.#panel === null && !shown && !this.door.full;
    this.#view.className = aiming ? "relative flex-1 overflow-hidden bg-black" : this.isTrying ? TRYING : "absolute size-px overflow-hidden opacity-0"; // behind a verdict the next card is read already
    this.#stage.className = aiming ? "" : "flex flex-1 flex-col";
    const waiting = desk ? "" : `${this.door.unsent} ${this.door.ended}`;
    const drawing = aiming ? "" : `${waiting} ${desk ? 1 : 0}${this.#panel} ${shown?.event.uuid} ${state} ${shown?.verdict.reason} ${shown?.name} ${this.#notice} ${this.door.full} ${this.door.tested}`;
    if (drawing && drawing === this.#drawn) return; // a count on top has changed: the words under a typing hand stay
    this.#drawn = drawing;
    if (this.door.full) this.#drawFull();
    else if (!desk) this.#drawPairing();
    else if (isPanel(this.#panel)) this.#drawPanel(this.#panel);
    else if (this.#panel === "find") this.#drawFind();
    else if (this.#panel === "reason") this.#drawReasons(this.words.why, this.words.reasons, (reason) => this.#mark(reason));
    else if (this.#panel === "admit") this.#drawReasons(this.words.admitWhy, this.words.admitReasons, (reason) => this.#admit(reason));
    else if (shown) this.#drawVerdict(shown);
    else this.#drawAim();
  }

  /** The phone is only being tried: what is scanned is kept nowhere. */
  get isTrying(): boolean {
    return this.#panel === "ready" && this.door.desk !== null;
  }

  say(notice: string): void {
    this.#notice = notice;
    this.draw();
  }

  /** A new verdict closes whatever was open, and a welcome makes room for the camera by itself. */
  #follow(shown: Shown | null): void {
    if (shown?.event === this.#followed?.event) return;
    this.#followed = shown;
    clearTimeout(this.#goHome);
    if (!shown) return;
    this.#panel = null;
    this.#notice = "";
    if (shown.verdict.state === "come_in") this.#goHome = setTimeout(() => this.door.shown?.event === shown.event && this.door.done(), STAY_MS);
  }

  #drawTop(): void {
    const { words, door } = this;
    const where = door.desk ? [door.desk.manifest.class, door.desk.manifest.door, words.kinds[door.kind]].filter(Boolean).join(" · ") : words.app;
    const off = door.clock.minutesOff > 5 ? h("p", { class: "text-sm font-semibold" }, words.clockOff(door.clock.minutesOff)) : null;
    const ages = door.desk ? h("p", { class: "text-sm", id: "ages" }, words.ages(door.desk, door.syncedAt, door.clock.now())) : null;
    this.#top.replaceChildren(
      h("p", { class: "font-semibold" }, where),
      h(
        "p",
        { class: "flex items-center gap-2 text-sm" },
        h("span", { class: `size-2.5 shrink-0 rounded-full ring-2 ring-current ${door.online ? "bg-success" : "bg-warning"}`, "aria-hidden": "true" }),
        h("span", { id: "network" }, `${door.online ? words.network : words.noNetwork} · ${words.queue(door.unsent)}`),
      ),
      ...[ages, off].filter((line) => line !== null),
    );
  }

  #drawAim(): void {
    const { words, door, picture } = this;
    this.#hint.textContent = this.#notice || picture.trouble || words.aim;
    const before = door.last && door.canUndo ? door.last : null;
    this.#bar.show({
      kind: door.kind,
      before: before && (before.verdict.listed?.name ?? before.name ?? words.say[before.verdict.reason]),
      hasTorch: picture.hasTorch(),
      below: words.inside(door.desk?.insideCount ?? 0),
    });
    put(this.#stage, this.#bar.kinds);
    put(this.#foot, this.#bar.foot);
  }

  /** What was just scanned is not recorded: the one thing that must not look like a welcome. */
  #drawFull(): void {
    const { words, door } = this;
    this.#stage.replaceChildren(
      h(
        "div",
        { class: "flex flex-1 flex-col items-center justify-center gap-4 px-6 text-center" },
        icon(ICONS.stop, "size-24"),
        h("p", { class: "text-2xl font-semibold" }, words.full),
        h("p", { class: "text-xl font-semibold text-balance" }, words.fullTodo),
      ),
    );
    this.#foot.replaceChildren(h("button", { class: `${PLAIN} w-full`, type: "button", click: () => door.done() }, words.next));
  }

  #drawPanel(name: PanelName): void {
    const { words, door, picture } = this;
    this.#stage.replaceChildren(drawPanel(name, { words, door, picture, open: (panel) => this.#open(panel), say: (text) => this.say(text), notice: this.#notice, typed: this.#typed }));
    this.#onlyBack();
  }

  #drawVerdict(shown: Shown): void {
    const { words, door } = this;
    const { verdict } = shown;
    const { listed, state, reason } = verdict;
    const word = state === "come_in" ? words.welcome[verdict.kind] : state === "look" ? words.look : words.stop;
    const manual = shown.event.manual_reason;
    const unit = listed?.unit ?? shown.event.unlisted?.unit;
    const isOtherPlace = verdict.elsewhere?.name === door.desk?.manifest.class; // this phone's list is of one connected place
    const why = [
      manual && state === "come_in" ? manual : isOtherPlace ? words.otherPlace : words.say[reason],
      reason === "late" ? words.late(verdict.minutes) : "",
      verdict.elsewhere && !isOtherPlace ? words.elsewhere(verdict.elsewhere.name, verdict.elsewhere.day) : "",
      verdict.before && state === "look" ? words.before(words.clock(new Date(verdict.before.at)), verdict.before.door, verdict.before.kind) : "",
    ].filter(Boolean);
    this.#stage.replaceChildren(
      h(
        "div",
        { class: "flex flex-1 flex-col items-center justify-center gap-4 px-6 text-center" },
        icon(ICONS[state], "size-24"),
        h("p", { class: "text-2xl font-semibold" }, word),
        listed || shown.name ? h("p", { class: "text-4xl leading-tight font-bold text-balance" }, listed?.name ?? shown.name ?? "") : null,
        unit ? h("p", { class: "text-lg" }, unit) : null,
        state === "come_in" && listed?.seat ? h("p", { class: "rounded-box bg-black/15 px-6 py-3 text-3xl font-bold" }, listed.seat) : null,
        ...why.map((line) => h("p", { class: "text-xl font-semibold text-balance" }, line)),
        state !== "come_in" && words.todo[reason] ? h("p", { class: "text-base text-balance" }, words.todo[reason]) : null,
      ),
    );
    const mayAdmit = state === "look" && (reason === "wrong_class" || reason === "unknown_card");
    const undo = h("button", { class: SOFT, type: "button", click: () => this.#undo() }, words.undo);
    const admit = h("button", { class: SOFT, type: "button", click: () => this.#open("admit") }, words.admit);
    const byName = h("button", { class: PLAIN, type: "button", click: () => this.#open("find") }, words.findByName);
    const next = (look: string) => h("button", { class: look, type: "button", click: () => door.done() }, words.next);
    const pairs = { come_in: [undo, byName], look: mayAdmit ? [admit, byName] : [undo, next(PLAIN)], stop: [next(SOFT), byName] };
    this.#foot.replaceChildren(
      h("div", { class: "grid grid-cols-2 gap-3" }, ...pairs[state]),
      ...(mayAdmit ? [next(`${SOFT} mt-3 w-full`)] : []),
      h("p", { class: "mt-3 text-center text-sm" }, words.inside(door.desk?.insideCount ?? 0)),
    );
  }

  #drawFind(): void {
    const { words } = this;
    const list = h("ul", { class: "flex flex-col gap-2" });
    const input = h("input", {
      class: "input input-lg w-full",
      id: "typed",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      input: () => {
        this.#typed = input.value;
        this.#wider = null;
        this.#fill(list);
      },
    });
    input.value = this.#typed;
    this.#stage.replaceChildren(
      h(
        "form",
        {
          class: "flex flex-col gap-3 px-4",
          submit: (event) => {
            event.preventDefault();
            if (input.value.startsWith("BD1:")) void this.door.scanned(input.value);
          },
        },
        h("label", { class: "font-semibold", for: "typed" }, words.typed),
        input,
        h("p", { class: "text-sm" }, words.typedHint),
        list,
      ),
    );
    this.#fill(list);
    input.focus();
    this.#onlyBack();
  }

  #fill(list: HTMLElement): void {
    const { words, door } = this;
    const found = this.#wider ?? find(door.desk?.manifest.people ?? [], this.#typed);
    const rows = found.map((listed) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            class: "btn h-auto min-h-14 w-full flex-col items-start gap-0 bg-base-100 py-2 text-left font-normal",
            type: "button",
            click: () => {
              this.#chosen = listed;
              this.#open(door.needsSupervisor ? "pin" : "reason");
            },
          },
          h("span", { class: "text-lg font-semibold" }, listed.name),
          h("span", { class: "text-sm" }, [listed.unit, listed.born ? words.born(listed.born) : "", listed.seat || listed.class].filter(Boolean).join(" · ")),
        ),
      ),
    );
    const typed = this.#typed.trim().length > 1;
    const nobody = typed && !rows.length ? [h("li", { class: "py-2" }, words.none)] : [];
    const wider = typed && !this.#wider && door.online ? [h("li", {}, h("button", { class: `${QUIET} w-full`, type: "button", click: () => void this.#widen(list) }, words.askServer))] : [];
    const stranger = typed ? [h("li", {}, h("button", { class: `${QUIET} w-full`, type: "button", click: () => this.#open("unlisted") }, words.unlisted))] : [];
    list.replaceChildren(...rows, ...nobody, ...wider, ...stranger);
  }

  async #widen(list: HTMLElement): Promise<void> {
    this.#wider = await this.door.search(this.#typed).catch(() => []);
    this.#fill(list);
  }

  #drawReasons(title: string, reasons: readonly string[], choose: (reason: string) => void): void {
    const { words } = this;
    const other = h("input", { class: "input input-lg min-w-0 flex-1", id: "other", autocomplete: "off", maxlength: "200", required: true });
    this.#stage.replaceChildren(
      h(
        "div",
        { class: "flex flex-col gap-3 px-4" },
        h("p", { class: "text-2xl font-bold" }, this.#chosen?.name ?? ""),
        h("p", { class: "font-semibold" }, title),
        this.#panel === "reason" && this.door.desk?.marksLeft != null ? h("p", { class: "text-sm" }, words.marksLeft(this.door.desk.marksLeft)) : null,
        ...reasons.map((reason) => h("button", { class: `${QUIET} justify-start`, type: "button", click: () => choose(reason) }, reason)),
        h(
          "form",
          {
            class: "flex flex-col gap-2",
            submit: (event) => {
              event.preventDefault();
              if (other.value.trim()) choose(other.value.trim());
            },
          },
          h("label", { for: "other" }, words.otherReason),
          h("div", { class: "flex gap-2" }, other, h("button", { class: `${BIG} btn-primary`, type: "submit" }, words.save)),
        ),
      ),
    );
    this.#onlyBack();
  }

  #drawPairing(): void {
    const { words, door } = this;
    const code = h("input", { class: "input input-lg w-full font-mono uppercase", id: "pairing", autocomplete: "off", autocapitalize: "characters", required: true });
    const told = door.ended === "revoked" ? words.revokedDevice : door.ended === "over" ? words.over : "";
    this.#stage.replaceChildren(
      h(
        "form",
        {
          class: "flex flex-1 flex-col justify-center gap-4 px-4",
          submit: (event) => {
            event.preventDefault();
            void this.pair(code.value.trim());
          },
        },
        told ? h("p", { class: "rounded-box bg-warning p-4 text-warning-content" }, told) : null,
        door.unsent ? h("p", { class: "font-semibold" }, words.unsentStay(door.unsent, door.ended === "over")) : null,
        h("h1", { class: "text-2xl font-bold text-balance" }, words.pairTitle),
        h("p", {}, words.pairHow),
        this.#notice ? h("p", { class: "font-semibold text-error", role: "alert" }, this.#notice) : null,
        h("label", { class: "font-semibold", for: "pairing" }, words.pairCode),
        code,
        h("button", { class: `${BIG} btn-primary`, type: "submit" }, words.pair),
      ),
    );
    const save = h("button", { class: `${QUIET} w-full`, type: "button", click: () => void saveQueue(door) }, words.saveQueue);
    this.#foot.replaceChildren(...(door.unsent ? [save] : []));
  }

  async pair(code: string): Promise<void> {
    try {
      this.say((await this.door.pair(code)) ? "" : this.words.pairFailed);
    } catch {
      this.say(this.words.pairOffline);
    }
  }

  #onlyBack(): void {
    this.#foot.replaceChildren(h("button", { class: `${QUIET} w-full`, type: "button", click: () => this.#open(null) }, this.words.back));
  }

  #open(panel: Panel): void {
    this.#panel = panel;
    if (panel === "find" || panel === "more") this.#typed = "";
    if (panel === "ready") {
      this.door.tested = null;
      playAll();
    }
    this.#notice = "";
    if (panel !== "reason" && panel !== "pin") this.#chosen = panel === "admit" ? (this.door.shown?.verdict.listed ?? null) : null;
    this.#wider = null;
    if (panel === "find") clearTimeout(this.#goHome);
    this.draw();
  }

  #mark(reason: string): void {
    if (!this.#chosen) return;
    const typed = asShortCode(this.#typed);
    const isTyped = typed !== null && this.#chosen.code_hash !== "" && shortCode(this.#chosen.code_hash) === typed;
    void this.door.mark(this.#chosen, isTyped ? `${reason} (${this.words.typedCode} ${typed})` : reason);
  }

  #admit(reason: string): void {
    void this.door.admit(reason);
  }

  #undo(): void {
    void this.door.undo().then(() => this.say(this.words.undone));
  }
}
