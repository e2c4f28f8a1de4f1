import { describe, expect, it } from "vitest";
import { formatServed } from "../../../src/core/registry/format-served.ts";
import { modelHistory, servedFor } from "../../../src/core/registry/model-history.ts";
import { parseAdoptedReference } from "../../../src/core/registry/parse-adoption.ts";
import { planRegistration, type VersionDraft } from "../../../src/core/registry/plan-registration.ts";
import {
  formatRequestMessage,
  type PromotionRequest,
  parseRequestMessage,
  requestBranch,
} from "../../../src/core/registry/promotion-request.ts";
import {
  type PromotionProgress,
  promotionTag,
  type Registry,
  versionTag,
} from "../../../src/core/registry/registry.ts";
import {
  parseModelVersion,
  parsePromotionRecord,
  parseRegistry,
  serializeRegistryDocument,
} from "../../../src/core/registry/registry-documents.ts";
import { renderHistoryMarkdown, renderHistoryText } from "../../../src/core/registry/render-history.ts";

const COMMIT = "c".repeat(40);
const NOW = "2026-11-26T12:00:00Z";

function draft(digit: string, overrides: Partial<VersionDraft> = {}): VersionDraft {
  return {
    model: "late-flights",
    digest: `sha256:${digit.repeat(64)}`,
    location: { kind: "oci", repository: "ghcr.io/acme/late-flights" },
    origin: "registered",
    commit: COMMIT,
    registeredAt: "2026-11-01T00:00:00Z",
    registeredBy: "ana",
    lineage: { evaluations: [], data: [] },
    attestation: { kind: "digests-only", reason: "no permission" },
    metrics: { "roc-auc": 0.7 },
    notes: [],
    ...overrides,
  };
}

function move(
  counter: number,
  version: number | undefined,
  movedAt: string,
  overrides: Partial<PromotionProgress> = {},
) {
  const progress: PromotionProgress = {
    environment: "production",
    counter,
    ...(version === undefined ? {} : { version }),
    kind: "promotion",
    standing: "approved",
    commit: COMMIT,
    movedAt,
    by: "ana",
    document: "d".repeat(64),
    complete: true,
    ...overrides,
  };
  return progress;
}

describe("registration as a plan", () => {
  it("gives each new digest the next number, and an old one none", () => {
    const first = planRegistration([draft("a"), draft("b"), draft("a")], undefined, "late-flights");
    expect(first?.versions.map(({ version, digest }) => [version, digest[7]])).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    const second = planRegistration([draft("b"), draft("c")], first?.registry, "late-flights");
    expect(second?.registry.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(planRegistration([draft("a")], second?.registry, "late-flights")).toBeUndefined();
  });

  it("never takes another model's package", () => {
    expect(planRegistration([draft("a", { model: "fraud" })], undefined, "late-flights")).toBeUndefined();
  });

  it("does not reuse a number where older entries are gone from the list", () => {
    const registry: Registry = { schema: "pawl.registry/v1", model: "late-flights", versions: [], promotions: [] };
    const entry = { version: 7, digest: `sha256:${"9".repeat(64)}`, origin: "registered", commit: COMMIT } as const;
    const known = { ...registry, versions: [{ ...entry, registeredAt: NOW, document: "e".repeat(64) }] };
    expect(planRegistration([draft("a")], known, "late-flights")?.versions[0]?.version).toBe(8);
  });

  it("writes documents that are read back as they were", () => {
    const plan = planRegistration([draft("a")], undefined, "late-flights");
    for (const [path, text] of plan?.files ?? []) {
      const bytes = Buffer.from(text);
      if (path.endsWith("registry.json")) expect(parseRegistry(bytes, path)).toEqual(plan?.registry);
      else expect(parseModelVersion(bytes, path)).toEqual(plan?.versions[0]);
    }
  });
});

describe("documents of the registry that nobody of us wrote", () => {
  const good = planRegistration([draft("a")], undefined, "late-flights");
  const text = good?.files.get("models/late-flights/versions/1.json") ?? "";
  it.each([
    ["no JSON", "x", parseModelVersion],
    ["another document", good?.files.get("models/late-flights/registry.json") ?? "", parseModelVersion],
    ["a key more", text.replace("{", '{ "extra": 1,'), parseModelVersion],
    ["a version that is no number", text.replace('"version": 1', '"version": "1"'), parseModelVersion],
    ["a prototype", text.replace("{", '{ "__proto__": {},'), parseModelVersion],
    ["a model's name with a path", text.replace("late-flights", "../late-flights"), parseModelVersion],
    ["a digest of another kind", text.replace("sha256:", "md5:"), parseModelVersion],
    ["no registry", text, parseRegistry],
    ["no promotion", text, parsePromotionRecord],
  ] as const)("%s is refused with the file's name", (_, bytes, parse) => {
    expect(() => parse(Buffer.from(bytes), "the-file.json")).toThrow(
      expect.objectContaining({ code: "EVIDENCE_INVALID", message: expect.stringContaining("the-file.json") }),
    );
  });

  it("what breaks the schema is not written", () => {
    const version = good?.versions[0];
    if (version === undefined) throw new Error("no version");
    expect(() => serializeRegistryDocument({ ...version, registeredBy: "a\nb" })).toThrow(
      expect.objectContaining({ code: "INPUT_INVALID" }),
    );
  });
});

describe("tags in GTO's grammar", () => {
  // gto 1.10, gto/constants.py.
  const name = "[a-zA-Z0-9]([a-zA-Z0-9-/_]*[a-zA-Z0-9])?";
  const grammar = new RegExp(
    `^(${name})((#(${name})|@(v(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)))(!?))(#([0-9]+))?$`,
  );
  it.each([
    ["late-flights", "production"],
    ["a", "b"],
    ["0", "1"],
    ["a--b", "eu-west-1"],
  ])("%s and %s", (model, environment) => {
    expect(versionTag(model, 8)).toMatch(grammar);
    expect(promotionTag(model, environment, 12)).toMatch(grammar);
    expect(grammar.exec(promotionTag(model, environment, 12))?.slice(1)).toContain(environment);
  });
});

describe("a model's history", () => {
  const registry: Registry = {
    schema: "pawl.registry/v1",
    model: "late-flights",
    versions: [],
    promotions: [
      move(5, undefined, "2026-11-20T00:00:00Z", { kind: "removal", previous: 1 }),
      move(4, 1, "2026-11-11T00:00:00Z", { kind: "rollback", previous: 2 }),
      move(3, 9, "2026-11-10T00:00:00Z", { standing: "unverified", by: "mallory" }),
      move(2, 2, "2026-11-01T00:00:00Z", { previous: 1, pullRequest: 12 }),
      move(1, 1, "2026-10-01T00:00:00Z"),
      move(1, 2, "2026-10-15T00:00:00Z", { environment: "staging" }),
    ],
  };
  const history = modelHistory(registry, [], []);

  it("says which version served from when to when; what nobody verified served nothing", () => {
    const production = history.filter(({ environment }) => environment === "production");
    expect(
      production.map(({ counter, version, until, served }) => [counter, version, until?.slice(0, 10), served]),
    ).toEqual([
      [5, undefined, undefined, false],
      [4, 1, "2026-11-20", true],
      [3, 9, undefined, false],
      [2, 2, "2026-11-11", true],
      [1, 1, "2026-11-01", true],
    ]);
  });

  it("adds up the times of one version, by environment", () => {
    const days = (environment: string, version: number) =>
      servedFor(history, { environment, version }, NOW) / 86_400_000;
    expect(days("production", 1)).toBe(31 + 9);
    expect(days("production", 9)).toBe(0);
    expect(days("staging", 2)).toBe(42.5);
  });

  it.each([
    [0, "less than an hour"],
    [3_600_000, "1 hour"],
    [47 * 3_600_000, "47 hours"],
    [41.9 * 86_400_000, "41 days"],
  ])("%s milliseconds are %s", (milliseconds, text) => {
    expect(formatServed(milliseconds)).toBe(text);
  });

  it("is shown for a terminal and as a page", async () => {
    const version = planRegistration([draft("a"), draft("b")], undefined, "late-flights")?.versions ?? [];
    const record = {
      schema: "pawl.promotion/v1" as const,
      model: "late-flights",
      ...(registry.promotions[3] ?? move(2, 2, NOW)),
      recordedAt: NOW,
      requestedBy: "ben",
      approvedBy: ["cleo", "dan"],
    };
    const shown = modelHistory(registry, [record], version);
    const place = { model: "late-flights", now: NOW };
    await expect(renderHistoryText(shown, place)).toMatchFileSnapshot("__history__/history.txt");
    const page = renderHistoryMarkdown(shown, { ...place, repositoryUrl: "https://github.com/acme/flights" });
    await expect(page).toMatchFileSnapshot("__history__/history.md");
  });

  it("escapes hostile names in both", () => {
    const hostile = { ...registry, promotions: [move(1, 1, NOW, { by: "<img>|@all\u001b[31m" })] };
    const shown = modelHistory(hostile, [], []);
    expect(renderHistoryText(shown, { model: "m", now: NOW })).not.toContain("\u001b");
    const page = renderHistoryMarkdown(shown, { model: "m", now: NOW, repositoryUrl: "https://github.com/a/b" });
    expect(page).not.toMatch(/<img>|@all/);
  });
});

describe("a request in a commit's message", () => {
  const request: PromotionRequest = {
    kind: "rollback",
    model: "a-b",
    environment: "c",
    version: 3,
    requestedBy: "ana",
  };

  it("is read back as it was, whatever the reason says", () => {
    const asked = { ...request, reason: 'two\nlines "Pawl-Request: {}" \u202e' };
    const read = parseRequestMessage(formatRequestMessage(asked));
    expect(read).toMatchObject(request);
    expect(read?.reason).not.toMatch(/[\n\u202e]/);
  });

  it.each([
    ["no trailer", "Fix a typo"],
    ["broken JSON", "x\n\nPawl-Request: {"],
    ["a key more", `x\n\nPawl-Request: ${JSON.stringify({ ...request, admin: true })}`],
    ["a name with a path", `x\n\nPawl-Request: ${JSON.stringify({ ...request, model: "../x" })}`],
  ])("%s is none", (_, message) => {
    expect(parseRequestMessage(message)).toBeUndefined();
  });

  it("has a branch of its own for every pair of names", () => {
    const branches = [
      requestBranch({ kind: "promotion", model: "fraud", environment: "eu-production" }),
      requestBranch({ kind: "promotion", model: "fraud-eu", environment: "production" }),
    ];
    expect(new Set(branches).size).toBe(2);
  });
});

describe("what is to be adopted", () => {
  const hex = "a".repeat(64);
  it.each([
    [`ghcr.io/acme/m@sha256:${hex}`, undefined, { kind: "oci", repository: "ghcr.io/acme/m" }],
    [`localhost:5000/m:v1@sha256:${hex}`, undefined, { kind: "oci", repository: "localhost:5000/m" }],
    [`oci-layout:models/m@sha256:${hex}`, undefined, { kind: "oci", repository: "oci-layout:models/m" }],
    ["s3://models/m/7.onnx", hex, { kind: "uri", uri: "s3://models/m/7.onnx" }],
    ["https://models.example/m.bin", `sha256:${hex}`, { kind: "uri", uri: "https://models.example/m.bin" }],
  ])("%s", (reference, sha256, location) => {
    expect(parseAdoptedReference(reference, sha256)).toEqual({ location, digest: `sha256:${hex}` });
  });

  it.each([
    ["a tag is no version", "ghcr.io/acme/m:latest", undefined],
    ["an address without a digest", "s3://models/m.onnx", undefined],
    ["a digest that is too short", "s3://models/m.onnx", "abc"],
    ["no address", "models/m.onnx", hex],
    ["a password in the address", "https://ana:secret@models.example/m", hex],
    ["a script", "javascript:alert(1)", hex],
    ["a line break", "s3://models/a\nb", hex],
  ])("%s is refused", (_, reference, sha256) => {
    expect(() => parseAdoptedReference(reference, sha256)).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });
});
