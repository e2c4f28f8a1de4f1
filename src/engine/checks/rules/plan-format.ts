import type { Demand } from "../../../core/dataset/contract.ts";
import { quoteLiteral } from "../../quote-sql.ts";
import type { ColumnView } from "../column-view.ts";
import { notEvaluated } from "../outcome.ts";
import { type RulePlan, settled } from "../rule-plan.ts";
import { dateFormat } from "./date-format.ts";
import { planEach } from "./plan-each.ts";

const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const GROUP = "[0-9A-Fa-f]{1,4}";
const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

/** Whole values in RE2. E-mail: the HTML standard's definition of a valid address. */
const PATTERNS: Readonly<Record<string, string>> = {
  email: `[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(\\.${LABEL})*`,
  uuid: "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
  uri: '[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]+',
  ipv4: `${OCTET}(\\.${OCTET}){3}`,
  ipv6: [
    `(${GROUP}:){7}${GROUP}`,
    ...[1, 2, 3, 4, 5, 6].map((before) => `(${GROUP}:){1,${String(before)}}(:${GROUP}){1,${String(7 - before)}}`),
    `:((:${GROUP}){1,7}|:)`,
    `(${GROUP}:){1,7}:`,
    `(${GROUP}:){6}${OCTET}(\\.${OCTET}){3}`,
    `::(ffff(:0{1,4})?:)?${OCTET}(\\.${OCTET}){3}`,
  ].join("|"),
  hostname: `${LABEL}(\\.${LABEL})*\\.?`,
  byte: "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
};

/** Every value has the form of an address, an id, a date …. */
export function planFormat({ format }: Extract<Demand, { kind: "format" }>, column: ColumnView): RulePlan {
  const expected = `format ${format.slice(0, 100)}`;
  const reason = `does not have the ${expected}`;
  const pattern = Object.hasOwn(PATTERNS, format) ? PATTERNS[format] : undefined;
  if (pattern !== undefined) {
    const good = `regexp_full_match(${column.text}, ${quoteLiteral(pattern)})`;
    return planEach(column, { good, expected, broken: "others", reason });
  }
  const date = dateFormat(format);
  if (date === undefined) {
    return settled(notEvaluated(expected, "This format is not one that Pawl knows: give a pattern instead."));
  }
  if (column.holds === "time" && !column.parsed) {
    return settled({
      verdict: "pass",
      expected,
      actual: `${column.source.type} in the file: no text that could differ`,
    });
  }
  const text = column.parsed ? `CAST(${column.raw} AS VARCHAR)` : column.text;
  return planEach(column, { good: date(text), expected, broken: "others", reason, shown: text });
}
