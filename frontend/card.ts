// The learner's card: kept by a worker for the time without a network, and printed. All else of the page needs no script.
const kept = document.getElementById("kept");
const worker = kept?.dataset.worker;

async function keep(): Promise<void> {
  if (!kept || !worker || !("serviceWorker" in navigator)) return; // in iPhones' in-app browsers: the picture remains
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const mine = [location.pathname, ...[...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map((link) => link.href)];
  const pictures = [...document.querySelectorAll<HTMLImageElement>("img")].map((image) => image.src);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    kept.hidden = false;
  };
  active?.postMessage([...mine, ...pictures], [port2]);
}

void keep().catch(() => undefined); // a private window keeps nothing
