import type { ScaleChange } from "../dataset/data-changes.ts";
import { formatPlain } from "../report/format-number.ts";

/** `multiplied by about 1.6, as from miles to kilometres`; `divided by about 60, …` where values became smaller. */
export function describeScale({ ratio, units }: ScaleChange): string {
  const by = ratio >= 1 ? ratio : 1 / ratio;
  const factor = formatPlain(Number(by.toPrecision(2)));
  return `${ratio >= 1 ? "multiplied" : "divided"} by about ${factor}${units === undefined ? "" : `, as from ${units}`}`;
}
