import fc from "fast-check";
import { parse as parseToml } from "smol-toml";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { applyEdits } from "../../../src/core/retraining/apply-edits.ts";

/** A file cut around one value, so that it is known what may change. */
interface CutFile {
  readonly head: string;
  readonly value: string;
  readonly tail: string;
  /** Keys from the root to the value. */
  readonly path: readonly string[];
}

const VARIABLES = { model: "m", count: 1, window: undefined, timeZone: "UTC" };

function editCut({ head, value, tail, path }: CutFile, file: string, wish: string | number | boolean) {
  const pointer = path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  const text = `${head}${value}${tail}`;
  return { text, result: applyEdits(new Map([[file, text]]), [{ file, pointer, value: wish }], VARIABLES) };
}

/** The same values, but for the one at `path`. Written apart from the code that it is to judge. */
function withValue(values: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy: unknown = structuredClone(values);
  if (Array.isArray(copy))
    return copy.map((item, index) => (String(index) === key ? withValue(item, rest, value) : item));
  return Object.fromEntries(
    Object.entries(copy ?? {}).map(([name, item]) => [name, name === key ? withValue(item, rest, value) : item]),
  );
}

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => Object.entries(at ?? {}).find(([name]) => name === key)?.[1], values);
}

/** Words, dates, numbers, and everything that means something to one of the formats. */
const text = fc.oneof(
  fc.constantFrom(
    "2026-11-26",
    "2026-11-26T03:17:00Z",
    "no",
    "~",
    "null",
    "1e5",
    "12:30",
    "0x1F",
    ".inf",
    "<<",
    "=",
    "- a",
  ),
  fc.string({ unit: fc.constantFrom(..."ab1 :#'\"\\{}[],&*!|>%@`-?=~./$^<\t"), maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const wish = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean());
/** None of them is a key that stands around the value. */
const word = fc.stringMatching(/^k[a-z0-9_-]{0,6}$/);
const isPlainText = (value: unknown) =>
  typeof value !== "string" ||
  !/\{[A-Za-z][\w-]*\}|[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\uFEFF\uFFFD\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(value);

/** What an edit may do: replace the letters of the value, so that nothing but the value is another one. */
function expectOnlyChange(
  cut: CutFile,
  file: string,
  wished: string | number | boolean,
  parse: (text: string) => unknown,
) {
  const { text: before, result } = editCut(cut, file, wished);
  if ("problem" in result) {
    expect(isPlainText(wished), result.problem).toBe(false);
    return;
  }
  const after = result.files.get(file) ?? before;
  expect(after.startsWith(cut.head)).toBe(true);
  expect(after.slice(cut.head.length).endsWith(cut.tail)).toBe(true);
  const [old, now] = [valueAt(parse(before), cut.path), valueAt(parse(after), cut.path)];
  expect(parse(after)).toEqual(withValue(parse(before), cut.path, now));
  // A date without quotes is a text for this parser, and none for others.
  if (typeof old === "string" && !/^\d{4}-/.test(cut.value)) expect(now).toBe(String(wished));
  else if (typeof wished !== "string") expect(now).toBe(Object.is(wished, -0) ? 0 : wished);
  else if (typeof now === "string") expect(now).toBe(wished);
  // A text became what the old value was.
  else expect(typeof now).toBe(typeof old);
}

describe("YAML", () => {
  const scalar = fc.constantFrom(
    "word",
    "two words",
    "'it''s'",
    '"a\\tb"',
    "2026-11-19",
    "41",
    "0.5",
    "-1e3",
    "true",
    "~",
    "0x1F",
    "no",
    "a\n                        b",
  );
  const comment = fc.constantFrom("", " # until", '   # it\'s "quoted" {', "\t# tab");
  const rest = fc.constantFrom(
    "",
    "z: &a [1, 2]\ny: *a\n",
    "z: >-\n  folded\n\n  text\n# end\n",
    "z: |\n  a: b\n",
    "# only: a comment\n",
    "---\nsecond: {document: 1}\n",
    "z: {a: 'x', \"b\": [y, 2]}\n",
    "z: &a {n: 1}\ny:\n  <<: *a\n",
  );
  const lead = fc.constantFrom(
    "",
    "\uFEFF",
    "# begin\n",
    "---\n",
    "a0: 1 # one\n",
    "a0: &b x\na1: *b\n\n",
    "a0:\n- 1\n-   two\n",
  );

  const block: fc.Arbitrary<CutFile> = fc
    .record({
      lead,
      rest,
      comment,
      value: scalar,
      keys: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
      indent: fc.integer({ min: 1, max: 4 }),
      list: fc.boolean(),
      crlf: fc.boolean(),
    })
    .map(({ lead: first, rest: last, comment: note, value, keys, indent, list, crlf }) => {
      const levels = keys.map((key, depth) => `${" ".repeat(indent * depth)}${key}:`).join("\n");
      const own = " ".repeat(indent * keys.length);
      const item = list ? `\n${own}- first\n${own}-   ` : " ";
      const breaks = (text: string) => (crlf ? text.replaceAll("\n", "\r\n") : text);
      return {
        head: breaks(`${first}${levels}${item}`),
        value: breaks(value),
        tail: breaks(`${note}\n${last}`),
        path: [...keys, ...(list ? ["1"] : [])],
      };
    });

  const flow: fc.Arbitrary<CutFile> = fc
    .record({
      lead,
      rest,
      value: scalar.filter((source) => !source.includes("\n")),
      key: word,
      space: fc.constantFrom("", " ", "\n  "),
    })
    .map(({ lead: first, rest: last, value, key, space }) => ({
      head: `${first}in: {${space}a: [1, {b: 2}], ${key}x: `,
      value,
      tail: `${space}, c: "}"}\n${last}`,
      path: ["in", `${key}x`],
    }));

  /** The first document: the pointer leads into it in every case. */
  const parse = (source: string): unknown => {
    const documents = parseAllDocuments(source, { merge: false });
    const [first, ...others] = Array.isArray(documents) ? documents : [];
    return { ...Object(first?.toJS()), others: others.map((document) => document.toJS()) };
  };

  it.each([
    ["in lines", block],
    ["in brackets", flow],
  ])("only the value changes, %s", (_, cuts) => {
    fc.assert(
      fc.property(cuts, wish, (cut, wished) => {
        expectOnlyChange(cut, "p.yaml", wished, parse);
      }),
      { numRuns: 300 },
    );
  });
});

describe("JSON", () => {
  const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
  const cuts: fc.Arbitrary<CutFile> = fc
    .record({
      key: fc.string({ minLength: 1, maxLength: 8 }),
      value: fc.jsonValue({ maxDepth: 0 }),
      before: fc.jsonValue({ maxDepth: 3 }),
      after: fc.jsonValue({ maxDepth: 3 }),
      a: space,
      b: space,
      list: fc.boolean(),
      mark: fc.constantFrom("", "\uFEFF"),
    })
    .filter(({ key }) => isPlainText(key) && !["before", "after", "__proto__"].includes(key))
    .map(({ key, value, before, after, a, b, list, mark }) => ({
      head: `${mark}${a}{${b}"before"${a}:${JSON.stringify(before, undefined, a)},${JSON.stringify(key)}:${b}${list ? `[0,${a}` : ""}`,
      value: JSON.stringify(value),
      tail: `${b}${list ? `${a}, 1]` : ""},${a}"after":${JSON.stringify(after)}${b}}${a}`,
      path: [key, ...(list ? ["1"] : [])],
    }));
  const parse = (source: string): unknown => JSON.parse(source.replace("\uFEFF", ""));

  it("only the value changes", () => {
    fc.assert(
      fc.property(
        cuts.filter(({ value, head, tail }) => !/^[[{]/.test(value) && !/[\0\uFFFD]/.test(head + tail)),
        wish,
        (cut, wished) => expectOnlyChange(cut, "p.json", wished, parse),
      ),
      { numRuns: 500 },
    );
  });
});

/** Dates in a shape that no text has. */
function withDates(values: unknown): unknown {
  if (values instanceof Date) return { date: values.toJSON() };
  if (Array.isArray(values)) return values.map(withDates);
  if (typeof values !== "object" || values === null) return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, withDates(value)]));
}

describe("TOML", () => {
  const parse = (source: string): unknown => withDates(parseToml(source.replace("\uFEFF", "")));
  const value = fc.constantFrom(
    '"basic \\" # x"',
    "'literal'",
    '"""\nseveral\nlines"""',
    "'''x'''",
    "41",
    "1_000",
    "0x1F",
    "0.5",
    "1e3",
    "true",
    "2026-11-19",
    "2026-11-19T03:17:00Z",
    "2026-11-19 03:17:00",
    "03:17:00",
  );
  const cuts: fc.Arbitrary<CutFile> = fc
    .record({
      value,
      key: word,
      crlf: fc.boolean(),
      shape: fc.constantFrom("table", "dotted", "inline", "list", "tables"),
      mark: fc.constantFrom("", "\uFEFF"),
      note: fc.constantFrom("", ' # it\'s [a] "note"'),
    })
    .map(({ value: source, key, crlf, shape, mark, note }) => {
      const shapes = {
        table: [`a0 = 1 # ü\n[one]\n[two.three]\n${key} = `, `${note}\n[four]\nx = 1\n`, ["two", "three", key]],
        dotted: [`[one]\nsub.x = 1\nsub."${key}.y"  =  `, `${note}\n`, ["one", "sub", `${key}.y`]],
        inline: [`one = { x = [1, 2], ${key}2 = { y = `, ` }, z = "}" }${note}\n[two]\n`, ["one", `${key}2`, "y"]],
        list: [`${key} = [ # first\n  ["x"],\n  `, `, # second\n  "z",\n]\nend = 1\n`, [key, "1"]],
        tables: [`[[t]]\n${key} = 1\n[[t]]\n${key} = `, `${note}\n[[t.u]]\nv = 1\n[[t]]\n`, ["t", "1", key]],
      } as const;
      const [head, tail, path] = shapes[shape];
      const breaks = (part: string) => (crlf ? part.replaceAll("\n", "\r\n") : part);
      return { head: mark + breaks(head), value: breaks(source), tail: breaks(tail), path };
    });

  it("only the value changes", () => {
    fc.assert(
      fc.property(cuts, wish, (cut, wished) => expectOnlyChange(cut, "p.toml", wished, parse)),
      { numRuns: 500 },
    );
  });
});
