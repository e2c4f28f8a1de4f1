/** Order of windows and slots: instants with and without fractions of a second go by time, not by letters. */
export function newestSlotFirst(a: { readonly slot: string }, b: { readonly slot: string }): number {
  return Date.parse(b.slot) - Date.parse(a.slot);
}
