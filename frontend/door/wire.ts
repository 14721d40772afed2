// The three calls to the server. An answer that is not what was asked for counts as no network.
import { Revoked } from "./send";
import type { Kept, Listed, Manifest, Result } from "./types";

const PATIENCE_MS = 15_000;

/** The server has understood and says no; `message` is its code for why. */
export class Denied extends Error {}

export async function pair(code: string): Promise<string> {
  const answer = await call("pair", { method: "POST", body: JSON.stringify({ code }) });
  if (typeof answer.token !== "string") throw new TypeError("no token");
  return answer.token;
}

export async function manifest(token: string): Promise<Manifest> {
  const answer = await call("manifest", {}, token);
  if (!Array.isArray(answer.people) || typeof answer.session !== "string") throw new TypeError("not a manifest");
  return answer as unknown as Manifest;
}

export async function search(token: string, typed: string): Promise<Listed[]> {
  const answer = await call(`search?q=${encodeURIComponent(typed)}`, {}, token);
  return Array.isArray(answer.people) ? (answer.people as Listed[]) : [];
}

/** A supervisor's PIN; how many marks by name the session now has. */
export async function supervise(token: string, pin: string): Promise<number> {
  const answer = await call("supervise", { method: "POST", body: JSON.stringify({ pin }) }, token);
  if (typeof answer.left !== "number") throw new TypeError("not a count");
  return answer.left;
}

export async function ready(token: string, checks: Record<string, boolean | string>): Promise<void> {
  await call("ready", { method: "POST", body: JSON.stringify({ checks }) }, token);
}

export async function post(token: string, batch: Kept[]): Promise<Result[]> {
  const answer = await call("events", { method: "POST", body: JSON.stringify(told(batch)) }, token);
  if (!Array.isArray(answer.results)) throw new TypeError("no results");
  return answer.results as Result[];
}

/** What is sent of a batch; a file of the queue holds the same. */
export function told(batch: Kept[]): { device_at: string; events: object[] } {
  return { device_at: new Date().toISOString(), events: batch.map(({ who: _who, sent: _sent, status: _status, ...event }) => event) };
}

function isOurs(answer: { detail?: unknown }): boolean {
  return typeof answer.detail === "string";
}

function reasonOf(answer: { detail?: { reason?: string } }): string {
  return answer.detail?.reason ?? "";
}

async function call(path: string, init: RequestInit, token?: string): Promise<Record<string, unknown>> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token) headers.authorization = `Device ${token}`;
  const response = await fetch(`/api/v1/door/${path}`, {
    ...init,
    headers,
    credentials: "omit", // the device is who asks, not whoever is signed in on this phone
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.status === 401 && isOurs(await response.json())) throw new Revoked(); // a portal's own 401 must not empty the phone
  if (response.status === 403) throw new Denied(reasonOf(await response.json()));
  if (!response.ok) throw new TypeError(`status ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}
