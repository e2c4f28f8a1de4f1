/**
 * A number as YAML 1.1 and 1.2, JSON and TOML all read it: an exponent has a sign, and a point before it (`1.0e-7`, as
 * YAML 1.1 takes `1e-7` for a word). With `float`, a whole number keeps a point, because readers tell 1 from 1.0; so does one
 * that is too large to be exact.
 */
export function formatEditNumber(value: number, float: boolean): string {
  const [mantissa = "", exponent] = String(value).split("e");
  const inexact = exponent !== undefined || Math.abs(value) > Number.MAX_SAFE_INTEGER;
  const dotted = (float || inexact) && !mantissa.includes(".") ? `${mantissa}.0` : mantissa;
  return exponent === undefined ? dotted : `${dotted}e${exponent}`;
}

/** Whether a number is written as a float: `1.0`, `1e3`, and not `0x1E`. */
export function isFloatText(text: string): boolean {
  return /^[-+]?[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?$/.test(text) && /[.eE]/.test(text);
}

/** The number that a text is, where it is written as JSON writes one and nothing is lost; else `undefined`. */
export function readEditNumber(text: string): number | undefined {
  if (!/^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?(?:[eE][-+]?\d{1,3})?$/.test(text)) return undefined;
  const value = Number(text) + 0;
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value) && !/[eE]/.test(text))) {
    return undefined;
  }
  return value;
}
