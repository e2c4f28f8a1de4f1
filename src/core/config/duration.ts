import { z } from "zod";

const MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const PATTERN = /^([1-9]\d{0,4})([mhd])$/;

const FORM = "must be a number of minutes, hours or days, like 90m, 6h or 7d";

/** `90m`, `6h` or `7d` in the configuration; milliseconds in the rest of the code. */
export const Duration = z.string(FORM).regex(PATTERN, FORM);

/** Milliseconds of a duration that `Duration` accepts. */
export function toMilliseconds(duration: string): number {
  const [, number, unit] = PATTERN.exec(duration) ?? [];
  return Number(number) * (unit === "m" || unit === "h" || unit === "d" ? MS[unit] : Number.NaN);
}
