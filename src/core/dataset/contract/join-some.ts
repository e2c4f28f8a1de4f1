/** `AA, UA, DL and 5 more`: enough for a title. */
export function joinSome(values: readonly string[], shown = 5): string {
  const first = values.slice(0, shown).map((value) => (value === "" ? '""' : value.slice(0, 60)));
  const more = values.length - first.length;
  return more > 0 ? `${first.join(", ")} and ${String(more)} more` : first.join(", ");
}
