import { toSafeText } from "./limits.ts";

const MAX_NOTES = 50;

/** The notes of a document with further ones: each once, as text that is accepted; what has no room is counted. */
export function addNotes(notes: readonly string[], more: readonly string[]): string[] {
  const all = [...new Set([...notes, ...more].map((note) => toSafeText(note, 500)))];
  if (all.length <= MAX_NOTES) return all;
  return [...all.slice(0, MAX_NOTES - 1), `${String(all.length - MAX_NOTES + 1)} more notes.`];
}
