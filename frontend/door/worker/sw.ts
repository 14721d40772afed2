// Keeps the door's page, its script, style, letters and decoder, so that it opens without a network. Touches nothing else of the site.
const worker = self as unknown as ServiceWorkerGlobalScope;

declare const __VERSION__: string; // the build's own, so that a new build is a new worker

const CACHE = `door-${__VERSION__}`;
const PAGE = "/door/";

async function keepAll(): Promise<void> {
  const answer = await fetch("/door/assets.json", { cache: "no-store" });
  const { urls } = (await answer.json()) as { urls: string[] };
  const cache = await caches.open(CACHE);
  await cache.addAll(urls.map((url) => new Request(url, { cache: "reload", credentials: "omit", redirect: "error" }))); // all or nothing
  await worker.skipWaiting();
}

async function forgetOlder(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("door-") && name !== CACHE) await caches.delete(name);
  await worker.clients.claim();
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request.mode === "navigate" ? PAGE : request);
  return found ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const mine = url.pathname === PAGE || url.pathname.startsWith("/static/");
  if (event.request.method === "GET" && url.origin === worker.location.origin && mine) event.respondWith(kept(event.request));
});

export {}; // a module, so that its names are its own
