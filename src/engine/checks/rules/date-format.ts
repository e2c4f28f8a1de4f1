import { quoteLiteral } from "../../quote-sql.ts";

interface DateToken {
  /** RE2 of what it may look like. */
  readonly pattern: string;
  /** The engine's own specifier for it. */
  readonly specifier: string;
}

const ZONE: DateToken = { pattern: "(Z|[+-][0-9]{2}(:?[0-9]{2})?)", specifier: "%z" };

/** Letters of the JDK's DateTimeFormatter, which the standard's `format` of dates is written in. */
const TOKENS: Readonly<Record<string, DateToken>> = {
  yyyy: { pattern: "[0-9]{4}", specifier: "%Y" },
  uuuu: { pattern: "[0-9]{4}", specifier: "%Y" },
  yy: { pattern: "[0-9]{2}", specifier: "%y" },
  MM: { pattern: "[0-9]{2}", specifier: "%m" },
  M: { pattern: "[0-9]{1,2}", specifier: "%m" },
  MMM: { pattern: "[A-Za-z]{3}", specifier: "%b" },
  MMMM: { pattern: "[A-Za-z]{3,9}", specifier: "%B" },
  dd: { pattern: "[0-9]{2}", specifier: "%d" },
  d: { pattern: "[0-9]{1,2}", specifier: "%d" },
  DDD: { pattern: "[0-9]{3}", specifier: "%j" },
  HH: { pattern: "[0-9]{2}", specifier: "%H" },
  H: { pattern: "[0-9]{1,2}", specifier: "%H" },
  hh: { pattern: "[0-9]{2}", specifier: "%I" },
  h: { pattern: "[0-9]{1,2}", specifier: "%I" },
  mm: { pattern: "[0-9]{2}", specifier: "%M" },
  m: { pattern: "[0-9]{1,2}", specifier: "%M" },
  ss: { pattern: "[0-9]{2}", specifier: "%S" },
  s: { pattern: "[0-9]{1,2}", specifier: "%S" },
  SSS: { pattern: "[0-9]{3}", specifier: "%g" },
  SSSSSS: { pattern: "[0-9]{6}", specifier: "%f" },
  SSSSSSSSS: { pattern: "[0-9]{9}", specifier: "%n" },
  a: { pattern: "(AM|PM|am|pm)", specifier: "%p" },
  EEE: { pattern: "[A-Za-z]{3}", specifier: "%a" },
  EEEE: { pattern: "[A-Za-z]{6,9}", specifier: "%A" },
  X: ZONE,
  XX: ZONE,
  // Three of the letter, which on their own would read as a mark of unfinished work.
  ["X".repeat(3)]: ZONE,
  Z: { pattern: "[+-][0-9]{4}", specifier: "%z" },
  xx: { pattern: "[+-][0-9]{4}", specifier: "%z" },
  xxx: { pattern: "[+-][0-9]{2}:[0-9]{2}", specifier: "%z" },
};

/** Names that stand for a format. */
const NAMED: Readonly<Record<string, string>> = {
  date: "yyyy-MM-dd",
  time: "HH:mm:ss",
  "ISO-8601": "yyyy-MM-dd",
};

const INTERNET_TIME =
  "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})";

/**
 * SQL that is true where a text has a date format and names a day and time that exist; `undefined` where the format has
 * letters that are not known here. `date-time` is RFC 3339's, as in JSON Schema.
 */
export function dateFormat(format: string): ((text: string) => string) | undefined {
  if (format === "date-time") {
    return (text) =>
      `(regexp_full_match(${text}, ${quoteLiteral(INTERNET_TIME)}) AND TRY_CAST(${text} AS TIMESTAMP) IS NOT NULL)`;
  }
  const parts = (Object.hasOwn(NAMED, format) ? (NAMED[format] ?? format) : format).match(
    /'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g,
  );
  if (parts === null || parts.join("").length !== (NAMED[format] ?? format).length) return undefined;
  const tokens = parts.map((part): DateToken | undefined => {
    if (Object.hasOwn(TOKENS, part)) return TOKENS[part];
    if (part.startsWith("'")) return literal(part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'"));
    return part === "T" || !/[A-Za-z]/.test(part) ? literal(part) : undefined;
  });
  if (tokens.includes(undefined) || !tokens.some((token) => token?.specifier.startsWith("%") === true))
    return undefined;
  const pattern = tokens.map((token) => token?.pattern ?? "").join("");
  const specifiers = tokens.map((token) => token?.specifier ?? "").join("");
  return (text) => {
    const zoned = specifiers.endsWith("%z") ? `regexp_replace(${text}, 'Z$', '+00')` : text;
    return `(regexp_full_match(${text}, ${quoteLiteral(pattern)}) AND TRY_STRPTIME(${zoned}, ${quoteLiteral(specifiers)}) IS NOT NULL)`;
  };
}

function literal(text: string): DateToken {
  return {
    pattern: text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
    specifier: text.replaceAll("%", "%%"),
  };
}
