import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PawlError } from "../../../src/core/errors.ts";
import { MAX_EVIDENCE_BYTES, toSafeText } from "../../../src/core/evidence/limits.ts";
import {
  documentDigest,
  parseStatement,
  serializeEvidence,
  toStatement,
} from "../../../src/core/evidence/statement.ts";
import { parseStrictJson } from "../../../src/core/evidence/strict-json.ts";
import { anyEvaluation, anyRun } from "./arbitrary-evidence.ts";
import { buildEvaluation, buildIdentity, buildRun, fakeDigest } from "./build-evidence.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** The code of the error that `action` throws; anything that is not a PawlError is thrown on. */
function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof PawlError) return error.code;
    throw error;
  }
  return "nothing thrown";
}

/** A valid run as JSON, changed by hand. */
function edited(edit: (statement: Record<string, Record<string, unknown>>) => void): Uint8Array {
  const statement = JSON.parse(serializeEvidence(buildRun()));
  edit(statement);
  return encode(JSON.stringify(statement));
}

describe("a document", () => {
  it("comes back as it was written", () => {
    fc.assert(
      fc.property(fc.oneof(anyRun, anyEvaluation), (evidence) => {
        const text = serializeEvidence(evidence);
        const statement = parseStatement(encode(text), "x");
        expect(statement).toEqual(toStatement(evidence));
        expect(serializeEvidence(statement.predicate)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it("names its commit and the files that it speaks about", () => {
    const { subject } = toStatement(buildEvaluation());
    expect(subject).toEqual([
      { name: "acme/flights", digest: { gitCommit: buildIdentity().commit } },
      { name: "predictions.parquet", digest: { sha256: fakeDigest("a11ce") } },
    ]);
  });

  it("has a digest that anybody can compute with sha256sum", () => {
    expect(documentDigest("pawl\n")).toBe(documentDigest(encode("pawl\n")));
    // printf 'pawl\n' | sha256sum
    expect(documentDigest("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });
});

describe("a forged document", () => {
  it("of any JSON at all throws nothing but a coded error", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(codeOf(() => parseStatement(encode(text), "x"))).toBe("EVIDENCE_INVALID");
      }),
      { numRuns: 300 },
    );
  });

  it("of any bytes at all throws nothing but a coded error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(codeOf(() => parseStatement(bytes, "x"))).toBe("EVIDENCE_INVALID");
      }),
      { numRuns: 300 },
    );
  });

  it("with any one value replaced is refused or still valid, never a crash", () => {
    const statement = JSON.stringify(toStatement(buildRun()));
    const values = [...statement.matchAll(/:("[^"]*"|[\d.]+|\{\}|\[\])/g)];
    fc.assert(
      fc.property(fc.nat({ max: values.length - 1 }), fc.json({ maxDepth: 2 }), (index, value) => {
        const found = values[index]!;
        const forged = `${statement.slice(0, found.index + 1)}${value}${statement.slice(found.index + found[0].length)}`;
        expect(["nothing thrown", "EVIDENCE_INVALID"]).toContain(codeOf(() => parseStatement(encode(forged), "x")));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["a key that nobody knows", edited(({ predicate }) => Object.assign(predicate ?? {}, { extra: 1 }))],
    ["a key on the envelope", edited((statement) => Object.assign(statement, { extra: 1 }))],
    [
      "another kind in the envelope than inside",
      edited((statement) => Object.assign(statement, { predicateType: "urn:pawl:evidence:evaluation:v1" })),
    ],
    [
      "the commit of another subject",
      edited((statement) =>
        Object.assign(statement["subject"]?.["0"] ?? {}, { digest: { gitCommit: "f".repeat(40) } }),
      ),
    ],
    [
      "a subject too many",
      edited((statement) =>
        Object.assign(statement["subject"] ?? [], { 2: { name: "x", digest: { sha256: fakeDigest("0") } } }),
      ),
    ],
    ["a subject too few", edited((statement) => Object.assign(statement["subject"] ?? [], { length: 1 }))],
    ["a short commit", edited(({ predicate }) => Object.assign(predicate?.["identity"] ?? {}, { commit: "1a2b3c4" }))],
    ["a metric that is text", edited(({ predicate }) => Object.assign(predicate ?? {}, { metrics: { f1: "0.9" } }))],
    [
      "a name that turns the line around",
      edited(({ predicate }) => Object.assign(predicate ?? {}, { metrics: { "\u202egood": 1 } })),
    ],
    [
      "a name with an escape sequence",
      edited(({ predicate }) => Object.assign(predicate ?? {}, { metrics: { "\u001b[31m": 1 } })),
    ],
    ["a name of two lines", edited(({ predicate }) => Object.assign(predicate ?? {}, { metrics: { "a\nb": 1 } }))],
    ["an empty name", edited(({ predicate }) => Object.assign(predicate ?? {}, { metrics: { " ": 1 } }))],
    [
      "a thousand and one metrics",
      edited(({ predicate }) =>
        Object.assign(predicate ?? {}, {
          metrics: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`m${String(i)}`, i])),
        }),
      ),
    ],
    ["a model name that is a path", edited(({ predicate }) => Object.assign(predicate ?? {}, { model: "../other" }))],
    ["a model name of a branch", edited(({ predicate }) => Object.assign(predicate ?? {}, { model: "a/b" }))],
    ["a local time", edited(({ predicate }) => Object.assign(predicate ?? {}, { startedAt: "2026-11-24T10:00:00" }))],
    [
      "a log of fifty-one lines",
      edited(({ predicate }) =>
        Object.assign(predicate ?? {}, { outcome: { kind: "failed", exitCode: 1, logTail: Array(51).fill("x") } }),
      ),
    ],
    [
      "a failure without an exit code",
      edited(({ predicate }) => Object.assign(predicate ?? {}, { outcome: { kind: "failed", logTail: [] } })),
    ],
  ])("with %s is refused", (_, bytes) => {
    expect(codeOf(() => parseStatement(bytes, "x"))).toBe("EVIDENCE_INVALID");
  });

  it.each([
    ["a prototype", '{"__proto__": {"admin": true}}'],
    ["a prototype further down", '{"a": [{"__proto__": 1}]}'],
    ["a number beyond all", '{"a": 1e999}'],
    ["a number below all", '{"a": [-1e999]}'],
    ["no number", '{"a": NaN}'],
    ["infinity", '{"a": Infinity}'],
    ["a comment", '{"a": 1} // x'],
    ["two values", "{} {}"],
    ["nothing", ""],
    ["depth", `${"[".repeat(40)}${"]".repeat(40)}`],
    ["depth enough to exhaust a stack", `${"[".repeat(400_000)}${"]".repeat(400_000)}`],
  ])("JSON with %s is refused", (_, text) => {
    expect(codeOf(() => parseStrictJson(encode(text), "x"))).toBe("EVIDENCE_INVALID");
  });

  it("JSON that is not UTF-8 is refused", () => {
    expect(codeOf(() => parseStrictJson(Uint8Array.of(0x22, 0xff, 0x22), "x"))).toBe("EVIDENCE_INVALID");
  });

  it("of more than 1 MiB is refused before it is parsed", () => {
    expect(codeOf(() => parseStatement(new Uint8Array(MAX_EVIDENCE_BYTES + 1), "x"))).toBe("EVIDENCE_TOO_LARGE");
  });

  it("is never written either", () => {
    expect(codeOf(() => serializeEvidence(buildRun({ metrics: { loss: Number.NaN } })))).toBe("EVIDENCE_INVALID");
    expect(codeOf(() => serializeEvidence(buildRun({ metrics: { loss: Infinity } })))).toBe("EVIDENCE_INVALID");
    const parameters = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`p${String(index)}`, "ö".repeat(1000)]),
    );
    expect(codeOf(() => serializeEvidence(buildRun({ parameters })))).toBe("EVIDENCE_TOO_LARGE");
  });
});

describe("text made safe", () => {
  it("is accepted, and is as long as allowed at most", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer({ min: 1, max: 100 }), (value, max) => {
        const safe = toSafeText(value, max);
        expect(safe.length).toBeLessThanOrEqual(max);
        const bytes = encode(serializeEvidence(buildRun({ notes: [safe] })));
        expect(parseStatement(bytes, "x").predicate.notes).toEqual([safe]);
      }),
      { numRuns: 100 },
    );
  });
});
