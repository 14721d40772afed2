// The page of the door: opens the store, the camera and the screen, and keeps itself for the time without a network.
import { Camera } from "./camera";
import { h } from "./dom";
import { KeyReader } from "./reader";
import { type Picture, Screen } from "./screen";
import { openSpeaker } from "./signal";
import { Store } from "./store";
import { wordsFor } from "./words";
import { Door } from "./working";

const PAIRING = /[#&]pair=([A-Za-z0-9_-]+)/;

async function open(root: HTMLElement): Promise<void> {
  const words = wordsFor(document.documentElement.lang);
  const tell = (text: string) => root.replaceChildren(h("p", { class: "p-6 text-lg" }, text));
  if (!isSecureContext) return tell(words.insecure);
  navigator.serviceWorker?.register("/sw.js").then(
    () => navigator.serviceWorker.ready.then(() => (root.dataset.offline = "ready")),
    () => undefined, // the page works without it as long as there is a network
  );
  const store = await Store.open().catch(() => null);
  if (!store) return tell(words.noStore);
  void navigator.storage?.persist?.();

  const door = new Door(store, () => screen.draw());
  const video = h("video", { playsinline: true, muted: true, "aria-hidden": "true" });
  const camera = new Camera(video, { worker: root.dataset.decoder ?? "", wasm: root.dataset.wasm ?? "" }, (text) => scanned(text));
  let lit = false;
  const picture: Picture = {
    video,
    trouble: words.starting,
    hasTorch: () => camera.hasTorch,
    reader: () => camera.reader,
    turn: () => void camera.turn(),
    light: () => void camera.light((lit = !lit)),
  };
  const screen = new Screen(root, door, words, picture);
  const scanned = async (text: string): Promise<boolean> => {
    if (door.desk) {
      await (screen.isTrying ? door.tried(text) : door.scanned(text));
      return true;
    }
    const code = PAIRING.exec(text)?.[1];
    if (code) await screen.pair(code);
    return code !== undefined; // a card shown before the phone is paired is read again once it is
  };

  const keys = new KeyReader();
  addEventListener("keydown", (event) => {
    const text = event.target instanceof HTMLInputElement ? null : keys.press(event.key, event.timeStamp);
    if (text) void scanned(text);
  });
  addEventListener("pointerdown", openSpeaker);
  await door.open();
  screen.draw();
  const code = PAIRING.exec(location.hash)?.[1];
  if (code) {
    history.replaceState(null, "", location.pathname); // it works once; a reload must not try it again
    await screen.pair(code);
  }
  camera.start().then(
    () => (picture.trouble = null),
    () => (picture.trouble = words.noCamera),
  ).finally(() => screen.draw());
}

const root = document.getElementById("door");
if (root) void open(root);
