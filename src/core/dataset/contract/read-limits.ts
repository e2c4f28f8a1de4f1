import type { LogicalType, RangeLimit } from "../contract.ts";
import type { TypeOptionsDocument } from "./contract-document.ts";
import { formatLimits } from "./format-limits.ts";
import { notEvaluated, type RuleDraft } from "./rule-draft.ts";

const DATE = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;
const ZONE = String.raw`\s?(?:Z|[+-]\d{2}(?::?\d{2})?)`;

const INSTANT = new RegExp(`^${DATE}(?:[T ]${TIME}(?:${ZONE})?)?$`);
const TIME_OF_DAY = new RegExp(`^${TIME}(?:${ZONE})?$`);

const KEYS = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"] as const;

/** The range that `minimum`, `maximum` and their exclusive forms make; a limit that means nothing is listed as not evaluated. */
export function readLimits(
  options: TypeOptionsDocument,
  logicalType: LogicalType | undefined,
  column: string,
  path: readonly PropertyKey[],
): RuleDraft[] {
  const given = KEYS.filter((key) => options[key] !== undefined);
  const [first] = given;
  if (first === undefined) return [];
  const limits = new Map(
    given.map((key) => [key, readLimit(options[key], key.startsWith("exclusive"), logicalType)] as const),
  );
  const refused = given.find((key) => limits.get(key) === undefined);
  const at = [...path, refused ?? first];
  if (refused !== undefined) {
    const reason = `${refused} has to be ${expected(logicalType)}, but is ${JSON.stringify(options[refused]).slice(0, 100)}.`;
    return [notEvaluated({ rule: "range", column, title: `Range of ${column}`, reason, severity: "error", path: at })];
  }
  const min = tighter(limits.get("minimum"), limits.get("exclusiveMinimum"), (a, b) => a > b);
  const max = tighter(limits.get("maximum"), limits.get("exclusiveMaximum"), (a, b) => a < b);
  const title = `${column} is ${formatLimits(min, max)}`;
  return [{ rule: "range", column, title, demand: { kind: "range", column, min, max }, path: at }];
}

/** Both forms of a limit may be given: the exclusive one wins unless the other is stricter. */
function tighter(
  inclusive: RangeLimit | undefined,
  exclusive: RangeLimit | undefined,
  stricter: (a: number | string, b: number | string) => boolean,
): RangeLimit | undefined {
  if (inclusive === undefined || exclusive === undefined) return inclusive ?? exclusive;
  return stricter(inclusive.value, exclusive.value) ? inclusive : exclusive;
}

function readLimit(value: unknown, exclusive: boolean, logicalType: LogicalType | undefined): RangeLimit | undefined {
  const read = (accepted: boolean) =>
    accepted && (typeof value === "string" || typeof value === "number") ? { value, exclusive } : undefined;
  switch (logicalType) {
    case "integer":
    case "number":
      return read(typeof value === "number" && Number.isFinite(value));
    case "date":
    case "timestamp":
      return read(isInstant(value));
    case "time":
      return read(typeof value === "string" && TIME_OF_DAY.test(value));
    case undefined:
      return read((typeof value === "number" && Number.isFinite(value)) || isInstant(value));
    default:
      return undefined;
  }
}

function isInstant(value: unknown): boolean {
  if (typeof value !== "string" || !INSTANT.test(value)) return false;
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

function expected(logicalType: LogicalType | undefined): string {
  switch (logicalType) {
    case "integer":
    case "number":
      return "a number";
    case "date":
    case "timestamp":
      return "an ISO date or timestamp such as 2021-01-31";
    case "time":
      return "a time such as 23:59:59";
    case undefined:
      return "a number or an ISO date";
    default:
      return `left out for a column of logicalType ${logicalType}`;
  }
}
