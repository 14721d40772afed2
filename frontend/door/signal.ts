// Sound and vibration: the three states differ for ear and hand too.
import type { State } from "./types";

const TONES: Record<State, [hertz: number, from: number, seconds: number][]> = {
  come_in: [[880, 0, 0.09], [1320, 0.1, 0.14]],
  look: [[660, 0, 0.14], [660, 0.22, 0.14]],
  stop: [[220, 0, 0.5]],
};
const BUZZ: Record<State, number[]> = { come_in: [60], look: [90, 70, 90], stop: [400] };

/** One after the other, so that somebody hears how they differ. */
export function playAll(): void {
  for (const [place, state] of (["come_in", "look", "stop"] as const).entries()) setTimeout(() => signal(state), place * 700);
}

let speaker: AudioContext | null = null;

/** Browsers let a page sound only after a touch; the first one anywhere opens the speaker. */
export function openSpeaker(): void {
  speaker ??= new AudioContext();
  void speaker.resume();
}

export function signal(state: State): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(BUZZ[state]); // before the first touch the browser refuses, and says so
  if (speaker?.state !== "running") return;
  const start = speaker.currentTime;
  for (const [hertz, from, seconds] of TONES[state]) {
    const tone = new OscillatorNode(speaker, { frequency: hertz, type: state === "stop" ? "square" : "sine" });
    const volume = new GainNode(speaker, { gain: 0.25 });
    tone.connect(volume).connect(speaker.destination);
    tone.start(start + from);
    tone.stop(start + from + seconds);
  }
}
