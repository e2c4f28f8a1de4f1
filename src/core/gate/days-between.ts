const DAY = 24 * 60 * 60 * 1000;

/** Days from one ISO 8601 instant to another; undefined where one of them is none, or `from` lies after `to`. */
export function daysBetween(from: string, to: string): number | undefined {
  const days = (Date.parse(to) - Date.parse(from)) / DAY;
  // Clocks of runners differ by minutes; evidence from next week was not written by an honest one.
  return days >= -1 ? Math.max(0, days) : undefined;
}
