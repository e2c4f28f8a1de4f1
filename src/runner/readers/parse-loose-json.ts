const NAN = "\u0000NaN";
const LITERALS: Readonly<Record<string, string>> = {
  NaN: JSON.stringify(NAN),
  Infinity: "1e999",
  "-Infinity": "-1e999",
};

/**
 * JSON as Python's `json` module writes it: with `NaN`, `Infinity` and `-Infinity`, which come back as the numbers they
 * are, so that the caller can say which metric is not finite. Throws `SyntaxError` on anything else that is not JSON.
 */
export function parseLooseJson(text: string): unknown {
  const strict = text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (match) => LITERALS[match] ?? match);
  return JSON.parse(strict, (_key, value: unknown) => (value === NAN ? Number.NaN : value));
}
