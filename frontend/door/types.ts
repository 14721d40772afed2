// What travels between the phone and the server, and what the phone keeps. The server's side is doors/api.py.

export type Kind = "in" | "out" | "mid";

/** A person of this session's class. `person` is the manifest's own key for a mark by name; it means nothing elsewhere. */
export interface Listed {
  person: string;
  code_hash: string; // SHA-256 of the card's 16 bytes, base64url; empty where no card was made
  name: string;
  unit: string;
  class: string;
  seat: string;
  flags: string[];
  born?: string; // the year, given only where two people of the list have the same name
}

export interface Entered {
  kind: Kind;
  at: string; // ISO
  door: string;
}

export interface Manifest {
  session: string;
  campaign: number; // the number that is inside the cards
  title: string;
  class: string;
  door: string;
  operator?: string; // who was to hold this phone
  issued_at: string;
  starts_at: string;
  closes_at: string; // after this the phone forgets the people
  late_after_minutes: number | null;
  people: Listed[];
  keys: { id: number; public: string }[]; // 32 bytes, base64url
  revoked: string[]; // code hashes
  elsewhere: { classes: { name: string; day: string }[]; cards: Record<string, number> }; // code hash -> index of `classes`; no names
  manual?: { quota: number; left: number; has_pin: boolean }; // marks by name: of the whole session, by all its phones
  entered: Record<string, Entered>; // by person: the last touch the server knows of, at whichever door
}

/** Somebody on no list, as the operator takes them down. */
export interface Stranger {
  name: string;
  unit: string;
  phone: string;
}

export type State = "come_in" | "look" | "stop";

export interface DoorEvent {
  uuid: string;
  code: string | null; // the scanned text
  person: string | null; // or the manifest's key, for a mark by name
  kind: Kind | "void";
  voids: string | null;
  seen_at: string;
  sequence: number;
  offline: boolean;
  manual_reason: string | null;
  unlisted: Stranger | null;
  note: string;
  shown: State; // what the operator saw: the server judges, a difference goes to the inbox
  operator?: string; // who held the phone then, whoever is to hold it when it is sent
  clock_off?: number | undefined; // milliseconds that the phone knew its clock to be wrong by when it saw this
}

/** An event as the phone keeps it: nothing in it names anybody; who was on no list lies encrypted beside it (store.ts). */
export interface Kept extends DoorEvent {
  session: string;
  who: string; // person, or the code's hash where the phone knows no person
  sent: 0 | 1;
  status: string;
}

export interface Result {
  uuid: string;
  status: "accepted" | "repeated" | "refused" | "quarantined";
  reason: string;
  first_seen_at: string | null;
  name: string | null;
  first_door?: string | null;
}
