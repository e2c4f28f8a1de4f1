/** `2026-11-26 12:00 UTC`. */
export function formatMoment(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
