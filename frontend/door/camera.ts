// The camera and what reads codes out of its pictures: the browser's own reader, else zxing's, whose wasm ships with the page.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

type Read = (frame: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(frame: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

/** Where zxing lies: as a worker of its own, and its wasm. */
export interface DecoderUrls {
  worker: string;
  wasm: string;
}

const PAUSE_MS = 80;
const GONE_MS = 2_500; // the same card must leave the picture this long before it counts again

export class Camera {
  #stream: MediaStream | null = null;
  #stopped = false;
  #reader: "native" | "zxing" = "zxing";
  #last = { text: "", at: 0 };
  #device = ""; // which camera; at first the one that looks away from whoever holds the phone

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly decoder: DecoderUrls,
    private readonly found: (text: string) => Promise<boolean>, // whether the text was of use; if not, it is new again at the next look
  ) {}

  async start(): Promise<void> {
    await this.#open();
    const native = await nativeRead();
    this.#reader = native ? "native" : "zxing";
    const read = native ?? ("OffscreenCanvas" in globalThis ? workerRead(this.decoder) : zxingRead(this.decoder.wasm));
    void this.#watch(read);
  }

  stop(): void {
    this.#stopped = true;
    this.#close();
  }

  async turn(): Promise<void> {
    const all = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
    const now = this.#stream?.getVideoTracks()[0]?.getSettings().deviceId ?? "";
    this.#device = all[(all.findIndex((device) => device.deviceId === now) + 1) % Math.max(1, all.length)]?.deviceId ?? "";
    this.#close();
    await this.#open();
  }

  /** What reads the codes: the browser itself, or zxing where it cannot (iPhone, computers). Null while no picture comes. */
  get reader(): "native" | "zxing" | null {
    return this.#stream ? this.#reader : null;
  }

  get hasTorch(): boolean {
    const track = this.#stream?.getVideoTracks()[0];
    return Boolean(track?.getCapabilities && "torch" in track.getCapabilities());
  }

  async light(on: boolean): Promise<void> {
    await this.#stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  async #open(): Promise<void> {
    this.#stream = await navigator.mediaDevices.getUserMedia({
      video: { ...(this.#device ? { deviceId: { exact: this.#device } } : { facingMode: "environment" }), width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    this.video.srcObject = this.#stream;
    await this.video.play();
  }

  #close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }

  async #watch(read: Read): Promise<void> {
    while (!this.#stopped) {
      if (this.video.videoWidth && !document.hidden) {
        const text = await read(this.video).catch(() => null);
        if (text !== null && this.#isNew(text) && !(await this.found(text))) this.#last = { text: "", at: 0 };
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
  }

  #isNew(text: string): boolean {
    const at = performance.now();
    const fresh = text !== this.#last.text || at - this.#last.at > GONE_MS;
    this.#last = { text, at };
    return fresh;
  }
}

async function nativeRead(): Promise<Read | null> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!Native || !(await Native.getSupportedFormats().catch((): string[] => [])).includes("qr_code")) return null;
  const detector = new Native({ formats: ["qr_code"] });
  return async (frame) => (await detector.detect(frame))[0]?.rawValue ?? null;
}

/** In a worker, so that a picture being read keeps nobody waiting: neither a card under a USB reader nor a finger. */
function workerRead(urls: DecoderUrls): Read {
  const decoder = new Worker(urls.worker, { type: "module" });
  decoder.postMessage(urls.wasm);
  return async (frame) => {
    const picture = await createImageBitmap(frame);
    return new Promise((answer) => {
      decoder.onmessage = (event: MessageEvent<string | null>) => answer(event.data);
      decoder.onerror = () => answer(null);
      decoder.postMessage(picture, [picture]);
    });
  };
}

/** On the page itself, where a worker has no canvas: Safari before 16.4. */
function zxingRead(wasmUrl: string): Read {
  prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) } });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (frame) => {
    if (!pen) return null;
    canvas.width = frame.videoWidth;
    canvas.height = frame.videoHeight;
    pen.drawImage(frame, 0, 0);
    const found = await readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found[0]?.text ?? null;
  };
}
