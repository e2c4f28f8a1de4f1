const SPECIAL: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
};

/** A number as Python prints it; `undefined` for an empty cell, `NA` (Keras: not measured in this epoch) and texts. */
export function parseNumber(cell: string): number | undefined {
  const text = cell.trim();
  const special = SPECIAL[text.toLowerCase().replace(/^[+-]/, "")];
  if (special !== undefined) return text.startsWith("-") ? -special : special;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
