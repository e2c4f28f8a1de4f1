/** Any text in the grammar of model and dataset names: `Late Flights 2` → `late-flights-2`; `undefined` where nothing is left of it. */
export function toModelName(text: string): string | undefined {
  const name = text
    .slice(0, 1000)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64)
    .replace(/-+$/, "");
  return name === "" ? undefined : name;
}
