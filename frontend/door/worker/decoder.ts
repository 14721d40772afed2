// Reads codes out of the camera's pictures away from the page: on a cheap phone one picture costs a third of a second, in which the page could answer nobody.
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const worker = self as unknown as DedicatedWorkerGlobalScope;
const canvas = new OffscreenCanvas(1, 1);
const pen = canvas.getContext("2d", { willReadFrequently: true });

/** The first message is the address of the decoder's wasm, every other one a picture; each picture is answered by its text or null. */
worker.addEventListener("message", (event: MessageEvent<string | ImageBitmap>) => {
  const { data } = event;
  if (typeof data === "string") {
    prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? data : prefix + path) }, fireImmediately: true });
    return;
  }
  void textIn(data).then(
    (text) => worker.postMessage(text),
    () => worker.postMessage(null),
  );
});

async function textIn(picture: ImageBitmap): Promise<string | null> {
  canvas.width = picture.width;
  canvas.height = picture.height;
  pen?.drawImage(picture, 0, 0);
  picture.close();
  if (!pen) return null;
  const found = await readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), { formats: ["QRCode"], maxNumberOfSymbols: 1 });
  return found[0]?.text ?? null;
}
