// What the door says, from plain facts. The server's doors/verdicts.py answers the same; tests/vectors/checkin.json holds both.
import type { CardFault } from "./card";
import type { Kind, State } from "./types";

export interface Facts {
  kind: Kind;
  reading: "card" | "by_name" | CardFault;
  own_campaign: boolean;
  revoked: boolean;
  listed: "here" | "elsewhere" | "nowhere";
  last: "in" | "out" | null; // the person's last touch of this session, at any door the phone knows of
  minutes: number; // since the session began; negative before
  late_after_minutes: number | null; // null: nobody is late
}

export type Reason =
  | CardFault
  | "other_campaign"
  | "revoked"
  | "unknown_card"
  | "wrong_class"
  | "already_in"
  | "already_out"
  | "not_in_yet"
  | "back"
  | "late"
  | "over_quota" // the server alone says so: other phones have used the marks by name
  | "ok";

const LOOK = new Set<Reason>(["unknown_card", "wrong_class", "already_in", "already_out", "not_in_yet", "over_quota"]);
const COME_IN = new Set<Reason>(["ok", "late", "back"]);

export function decide(facts: Facts): { state: State; reason: Reason } {
  const reason = barred(facts) ?? MOVES[facts.kind](facts);
  return { state: COME_IN.has(reason) ? "come_in" : LOOK.has(reason) ? "look" : "stop", reason };
}

function barred(facts: Facts): Reason | null {
  if (facts.reading !== "card" && facts.reading !== "by_name") return facts.reading;
  if (!facts.own_campaign) return "other_campaign";
  if (facts.revoked) return "revoked";
  if (facts.listed === "nowhere") return "unknown_card";
  return facts.listed === "elsewhere" ? "wrong_class" : null;
}

const MOVES: Record<Kind, (facts: Facts) => Reason> = {
  in: ({ last, minutes, late_after_minutes }) => {
    if (last) return last === "in" ? "already_in" : "back";
    return late_after_minutes !== null && minutes > late_after_minutes ? "late" : "ok";
  },
  out: ({ last }) => (last === null ? "not_in_yet" : last === "out" ? "already_out" : "ok"),
  mid: ({ last }) => (last === null ? "not_in_yet" : "ok"),
};
