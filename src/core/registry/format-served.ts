import { formatQuantity } from "../report/format-number.ts";

const HOUR = 3600_000;
const DAY = 24 * HOUR;

/** `41 days`, `5 hours`, `less than an hour`: how long a version served. */
export function formatServed(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return formatQuantity(Math.floor(milliseconds / DAY), "day");
  if (milliseconds >= HOUR) return formatQuantity(Math.floor(milliseconds / HOUR), "hour");
  return "less than an hour";
}
