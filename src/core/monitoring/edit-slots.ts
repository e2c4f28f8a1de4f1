import { MAX_SLOTS, type Monitoring, type Slot } from "./monitoring.ts";

/** The document with `slots` put in, newest first; one of the same key replaces the old one. The oldest fall out. */
export function putSlots(monitoring: Monitoring, slots: readonly Slot[]): Monitoring {
  if (slots.length === 0) return monitoring;
  const replaced = new Map(slots.map((slot) => [slot.key, slot]));
  const kept = monitoring.slots.filter(({ key }) => !replaced.has(key));
  const all = [...replaced.values(), ...kept].sort((a, b) => compareInstants(b.at, a.at));
  return { ...monitoring, slots: all.slice(0, MAX_SLOTS) };
}

/** Instants with and without fractions of a second sort by time, not by letters. */
export function compareInstants(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}
