// Keeps the cards that were opened on this phone. The network comes first, since a class or a seat may change; a card that was withdrawn is forgotten.
const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = "cards-1";
const STATIC = /^\/static\//;

async function keepAll(urls: string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(urls.filter((url) => new URL(url, worker.location.origin).origin === worker.location.origin));
}

async function fresh(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.status === 404) await cache.delete(request, { ignoreSearch: true });
    return answer;
  } catch (error) {
    const found = await cache.match(request, { ignoreSearch: true });
    if (found) return found;
    throw error;
  }
}

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => {
  event.waitUntil(keepAll(event.data as string[]).then(() => event.ports[0]?.postMessage("kept")));
});
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const mine = url.origin === worker.location.origin && (url.pathname.startsWith("/cards/") || STATIC.test(url.pathname));
  if (event.request.method === "GET" && mine) event.respondWith(fresh(event.request));
});

export {}; // a module, so that its names are its own
