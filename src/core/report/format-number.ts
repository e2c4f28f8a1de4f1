const MINUS = "\u2212";

/** Decimals with which a value of this size is shown, so that about four digits tell something. */
export function decimalsFor(value: number, halfWidth?: number): number {
  const size = Math.abs(value);
  let decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
  if (size > 0 && size < 0.01) decimals = Math.ceil(-Math.log10(size)) + 1;
  // The uncertainty's first digit is shown.
  if (halfWidth !== undefined && halfWidth > 0) decimals = Math.max(decimals, Math.ceil(-Math.log10(halfWidth)));
  return Math.min(decimals, 6);
}

/** `0.671`, `−12.50`, `1,204`. */
export function formatNumber(value: number, decimals = decimalsFor(value)): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.5 * 10 ** -6 || size >= 1e15)) return value.toExponential(2).replaceAll("-", MINUS);
  const text = size.toFixed(decimals).replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** `+0.037`, `−0.013`; a difference that is not nothing is never shown as nothing. */
export function formatSigned(value: number, decimals: number): string {
  if (value === 0) return "0";
  const first = Math.ceil(-Math.log10(Math.abs(value)));
  const shown = Math.abs(value) < 0.5 * 10 ** -decimals ? Math.min(Math.max(first, decimals), 9) : decimals;
  const text = formatNumber(value, shown);
  return value > 0 ? `+${text}` : text;
}

/** A number that a person wrote, as short as they wrote it: `0.002`. */
export function formatPlain(value: number): string {
  return String(Number(value.toPrecision(6))).replace("-", MINUS);
}

export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `3 files`, `1 file`. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Two digits are all that an estimate deserves: 183,402 → 180,000. */
export function roundRoughly(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.round(value / unit) * unit;
}

/** `0.4 s`, `12 s`, `4 min 5 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1).replace(/\.0$/, "")} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return joinUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return joinUnits(Math.floor(hours / 24), "d", hours % 24, "h");
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${String(large)} ${largeUnit}${small === 0 ? "" : ` ${String(small)} ${smallUnit}`}`;
}

/** `610 MiB`, `12.4 GiB`. */
export function formatMebibytes(mebibytes: number): string {
  return mebibytes < 1024 ? `${formatCount(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** `2026-11-23` of an ISO 8601 instant: absolute, so that a report does not change because time passes. */
export function formatDay(instant: string): string {
  return instant.slice(0, 10);
}

/** `2026-11-23 14:03 UTC`. */
export function formatInstant(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
