import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import { documentDigest, parseStatement, serializeEvidence } from "../../src/core/evidence/statement.ts";
import { windowName } from "../../src/core/monitoring/batch-name.ts";
import { type BatchDecision, noMonitoring, type Window } from "../../src/core/monitoring/monitoring.ts";
import { planRegistration } from "../../src/core/registry/plan-registration.ts";
import { buildRun } from "../core/evidence/build-evidence.ts";
import type { EndedAction } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { buildDataEntry } from "../support/data-entry.ts";
import { createDataJob, flights } from "../support/data-job.ts";
import { serveLedger } from "../support/serve-ledger.ts";

const bundle = builtBundle();
const REGISTERED = "2026-11-01T00:00:00Z";
const config = (drift: string) => `models:
  late-flights:
    paths: [src/**]
    primary-metric: roc-auc
    data:
      - name: flights
        path: data/flights.csv
        label: late
        show-categories: [aircraft]
    drift: ${drift}
`;
const job = (drift = "{}") =>
  createDataJob(bundle(), { ".github/pawl.yml": config(drift), "same.csv": flights(1900), "now.csv": SHIFTED });
const SHIFTED = flights(1900).replace(/^(\d+),JFK,(\w+),B737/gm, "$1,HNL,$2,E190");
const GIVEN = {
  model: "late-flights",
  current: "same.csv",
  reference: "",
  "github-token": "token-of-the-job",
  "fail-on": "never",
};

function evidenceOf({ outputs, printed }: EndedAction): DriftEvidence {
  const file = outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${printed}`);
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.drift/v1") throw new Error(`${file} is no drift evidence`);
  return predicate;
}

const entry = (run: number, more: Parameters<typeof buildDataEntry>[0] = {}) =>
  buildDataEntry({
    path: `evidence/late-flights/2026-11/data-${String(run)}-1-flights.json`,
    workflowRun: { id: run, number: run, attempt: 1, event: "push" },
    ...more,
  });
const RUN = { id: 41, attempt: 1 };
const TRAINED = `sha256:${"7".repeat(64)}`;

async function validated(rows: number, reference?: string): Promise<string> {
  const files = { "data/flights.csv": flights(rows), "reference.json": reference ?? "" };
  const given = {
    model: "late-flights",
    "github-token": "",
    reference: reference === undefined ? "none" : "reference.json",
  };
  const ended = await createDataJob(bundle(), files).run("validate-data", given);
  return readFileSync(ended.outputs["evidence"] ?? "", "utf8");
}

/** Made once, by the first test that asks: what version 1 was trained on, and newer data of 1,900 rows. */
let made: Promise<{ readonly trained: string; readonly newest: string }> | undefined;
const documents = () => (made ??= makeDocuments());
async function makeDocuments() {
  const trained = await validated(40_000);
  return { trained, newest: await validated(1900, trained) };
}

interface World {
  readonly aliases?: string | undefined;
  readonly data?: readonly { readonly name: string; readonly fingerprint: string; readonly document?: string }[];
  readonly entryOfTrained?: Parameters<typeof buildDataEntry>[0];
  /** Instead of the evidence as validate-data leaves it. */
  readonly trained?: string | undefined;
  /** The run that trained it. */
  readonly run?: string | undefined;
  readonly windows?: readonly KnownWindow[];
  readonly decisions?: readonly BatchDecision[];
}

interface KnownWindow {
  readonly window: Window;
  readonly text: string;
}

async function serve({ aliases = "production: 1\n", data, entryOfTrained = {}, ...world }: World): Promise<string> {
  const { trained, newest } = await documents();
  const { windows = [], decisions = [] } = world;
  const served = [
    { entry: entry(9, { fingerprint: `sha256:${"9".repeat(64)}` }), text: newest },
    { entry: entry(7, { fingerprint: TRAINED, ...entryOfTrained }), text: world.trained ?? trained },
  ];
  const version = {
    model: "late-flights",
    digest: `sha256:${"d".repeat(64)}`,
    location: { kind: "oci", repository: "ghcr.io/acme/demo" },
    origin: "registered",
    commit: "c".repeat(40),
    registeredAt: REGISTERED,
    registeredBy: "ana",
    lineage: {
      evaluations: [],
      data: [...(data ?? [{ name: "flights", fingerprint: TRAINED }])],
      ...(world.run === undefined ? {} : { run: { document: documentDigest(world.run), workflowRun: RUN } }),
    },
    attestation: { kind: "digests-only", reason: "none" },
    metrics: {},
    notes: [],
  } satisfies Parameters<typeof planRegistration>[0][number];
  const files = new Map(planRegistration([version], undefined, "late-flights")?.files);
  files.set(".pawl/aliases/late-flights.yml", aliases);
  if (world.run !== undefined) files.set("evidence/late-flights/2026-11/run-41-1.json", world.run);
  for (const { window, text } of windows) files.set(window.document.path, text);
  const known = { ...noMonitoring("late-flights"), windows: windows.map(({ window }) => window), decisions };
  files.set("models/late-flights/monitoring.json", JSON.stringify(known));
  return (await serveLedger("late-flights", served, { more: files })).url;
}

const check = async (world: World, given: Record<string, string> = {}, drift?: string) =>
  job(drift).run("drift", { ...GIVEN, ...given }, { GITHUB_API_URL: await serve(world) });

const PARTS = Array.from({ length: 20 }, (_, index) => `v1/part-${String(index + 1).padStart(2, "0")}`);

describe("the champion's data as the reference", () => {
  it("are found by their fingerprint, not by their age, and are the parts that they were counted in", async () => {
    const { reference, notes, verdict } = evidenceOf(await check({}));
    expect(reference.map(({ name, rows, fingerprint, from }) => [name, rows, fingerprint, from])).toEqual(
      PARTS.map((name) => [name, 2000, TRAINED, "training"]),
    );
    expect([notes, verdict]).toEqual([[], "stable"]);
  });

  it("count also where they had broken their contract: they are what the model knows", async () => {
    const evidence = evidenceOf(await check({ entryOfTrained: { verdict: "fail" } }));
    expect(evidence.reference).toHaveLength(20);
    expect(evidence.notes).toContain("The data that version 1 (production) was trained on had broken their contract.");
  });

  it("are one batch where their evidence has no parts, which says too little", async () => {
    const { trained } = await documents();
    const { predicate } = parseStatement(Buffer.from(trained), "data.json");
    if (predicate.schema !== "pawl.data/v1") throw new Error("no data evidence");
    const { batches: _, ...whole } = predicate;
    const evidence = evidenceOf(await check({ trained: serializeEvidence(whole) }));
    expect(evidence.reference.map(({ name, rows }) => [name, rows])).toEqual([["v1", 40_000]]);
    expect(evidence.verdict).toBe("inconclusive");
    expect(evidence.reason).toContain("accept 7 more");
    expect(evidence.notes.join()).toMatch(/does not have these data in parts.* run validate-data on them/);
  });

  it.each`
    case                                       | world                                                             | said
    ${"there is no champion"}                  | ${{ aliases: "staging: 1\n" }}                                    | ${/No version of late-flights holds the alias production yet/}
    ${"the alias file is not valid"}           | ${{ aliases: "production: newest\n" }}                            | ${/is not valid, so nothing is compared with the champion/}
    ${"it was trained on other data"}          | ${{ data: [{ name: "weather", fingerprint: TRAINED }] }}          | ${/names no data called flights that it was trained on/}
    ${"nobody validated them"}                 | ${{ data: [{ name: "flights", fingerprint: "md5:0" }] }}          | ${/has no data evidence of what version 1 \(production\) was trained on/}
    ${"only a pull request claims to be them"} | ${{ entryOfTrained: { onDefaultBranch: false, pullRequest: 3 } }} | ${/has no data evidence of what version 1 \(production\) was trained on/}
  `("are replaced by the newest accepted ones, with a note, where $case", async ({ world, said }) => {
    const evidence = evidenceOf(await check(world as World));
    expect(evidence.reference.reduce((sum, { rows }) => sum + rows, 0)).toBe(1900);
    expect(evidence.reference[0]).toMatchObject({
      from: "accepted",
      name: expect.stringMatching(/^data-.{8}\/part-01$/),
    });
    expect(evidence.notes.join("\n")).toMatch(said as RegExp);
  });

  it("come with how much the model looks at each column, and a label counts from half the size", async () => {
    const importance = [
      { column: "aircraft", value: 3 },
      { column: "origin", value: 1 },
    ];
    const run = serializeEvidence(buildRun({ importance }));
    const { findings } = evidenceOf(await check({ run }, { current: "now.csv" }));
    const shares = new Map(findings.map((finding) => [finding.columns.join(), finding.importance]));
    expect([shares.get("aircraft"), shares.get("origin")]).toEqual([0.75, 0.25]);
    expect(findings[0]?.columns).toEqual(["aircraft"]);
    expect(findings.filter(({ role }) => role === "label").map(({ columns }) => columns[0])).toContain("late");
  });

  it("are not used where the configuration says `accepted`", async () => {
    const evidence = evidenceOf(await check({}, {}, "{ reference: accepted, batches: 2 }"));
    expect(evidence.reference.map(({ name }) => name.replace(/^data-.{8}/, ""))).toEqual(["/part-18", "/part-19"]);
  });
});

describe("windows since", () => {
  /** Made once: what a check of unchanged data left. */
  let left: Promise<DriftEvidence> | undefined;
  const stable = () => (left ??= check({}).then(evidenceOf));

  async function windowOf(day: number, more: Partial<Window> = {}, change: Partial<DriftEvidence> = {}) {
    const slot = `2026-11-${String(day).padStart(2, "0")}T03:17:00Z`;
    const found = await stable();
    const text = serializeEvidence({ ...found, verdict: more.verdict ?? "stable", reason: slot, ...change });
    const window: Window = {
      slot,
      dataset: "flights",
      document: {
        path: `evidence/late-flights/2026-11/drift-${String(day)}-1-flights.json`,
        digest: documentDigest(text),
      },
      workflowRun: { id: 100 + day, url: "https://github.com/acme/demo/actions/runs/1" },
      commit: "c".repeat(40),
      judgedAt: slot,
      rows: 1900,
      fingerprint: `sha256:${String(day)}`,
      verdict: "stable",
      contract: "pass",
      broken: false,
      scores: [],
      ...more,
    };
    return { window, text };
  }
  const decision = (says: "accept" | "exclude", batch: string, document?: string): BatchDecision => ({
    batch,
    says,
    ...(document === undefined ? {} : { document }),
    by: "ana",
    at: "2026-11-20T00:00:00Z",
    reason: "because",
  });
  const name = (day: number) => windowName(`2026-11-${String(day).padStart(2, "0")}T03:17:00Z`);

  it("join the training data if they are stable or accepted, and are told", async () => {
    const drifted = await windowOf(13, { verdict: "drift" });
    const windows = [
      await windowOf(16, { contract: "fail", broken: true, verdict: "drift" }),
      await windowOf(15),
      await windowOf(14, { verdict: "drift" }),
      drifted,
      await windowOf(12),
      await windowOf(11, { fingerprint: "sha256:15" }),
      await windowOf(10),
      await windowOf(1, { judgedAt: "2026-10-31T00:00:00Z" }),
    ];
    const decisions = [
      decision("accept", name(13), drifted.window.document.digest),
      decision("accept", name(16)),
      decision("exclude", name(10)),
      decision("exclude", "v1/part-03"),
    ];
    // Good data have come since the broken window.
    const good = await windowOf(17);
    const ended = await check({ windows: [good, ...windows], decisions });
    const { reference, verdict, creep, alarm, calibration } = evidenceOf(ended);
    expect(reference.map((batch) => batch.name)).toEqual([
      ...PARTS.filter((part) => part !== "v1/part-03"),
      name(12),
      name(13),
      name(15),
      name(17),
    ]);
    expect(reference.at(-1)).toMatchObject({ from: "window", document: good.window.document.digest });
    expect(calibration?.batches.map((batch) => batch.name)).toEqual(reference.map((batch) => batch.name));
    expect([verdict, alarm]).toEqual(["stable", null]);
    expect(creep).toMatchObject({ verdict: "stable", windows: 5, rows: 9500, batches: 19, findings: [] });
    expect(ended.summary).toContain("23 batches: 19 parts of what the champion was trained on and 4 windows since");
    expect(ended.summary).toContain("Slow comparison: the last 5 windows together against the 19 parts");
  });

  it("are the last 28 batches together with the training data", async () => {
    const days = Array.from({ length: 12 }, (_, index) => 25 - index);
    const windows = await Promise.all(days.map((day) => windowOf(day)));
    const { reference } = evidenceOf(await check({ windows }));
    expect(reference.map((batch) => batch.name)).toEqual([...PARTS.slice(4), ...days.map(name).reverse()]);
  });

  it("do not count in other bins, nor where the ledger has them no longer as they were accepted", async () => {
    const { profile } = await stable();
    const columns = profile?.columns.map((column) =>
      column.kind === "integer" ? { ...column, frame: { edges: [0], values: [] }, bins: [900, 1000] } : column,
    );
    const changed = await windowOf(12);
    const windows = [
      await windowOf(14),
      await windowOf(13, {}, { profile: profile && { ...profile, columns: columns ?? [] } }),
      { ...changed, text: changed.text.replace("stable", "drift") },
    ];
    const { reference, notes } = evidenceOf(await check({ windows }));
    expect(reference.slice(20).map((batch) => batch.name)).toEqual([name(14)]);
    expect(notes).toContain(`These windows were counted in other bins, and do not count: ${name(13)}.`);
    expect(notes).toContain(`What these windows counted is not on the ledger any more: ${name(12)}.`);
  });

  it("tell since when what drifts is different, and an alarm comes of two of three", async () => {
    const first = evidenceOf(await check({}, { current: "now.csv" }));
    expect(first).toMatchObject({ verdict: "drift", alarm: { drifted: 1, of: 1, gross: true } });
    const drifted = { verdict: "drift", profile: first.profile, findings: first.findings } as const;
    const windows = [await windowOf(14, { verdict: "drift" }, drifted), await windowOf(13), await windowOf(12)];
    const ended = await check({ windows }, { current: "now.csv" });
    const { findings, alarm, creep } = evidenceOf(ended);
    const since = findings.filter(({ verdict }) => verdict === "drift").map((finding) => finding.since);
    expect(new Set(since)).toEqual(new Set([name(14)]));
    expect(alarm).toMatchObject({ since: "2026-11-14T03:17:00Z", drifted: 2 });
    expect(creep).toBeUndefined();
  });

  it("and training data that are all excluded leave nothing to compare with, which says the way out", async () => {
    const decisions = PARTS.map((part) => decision("exclude", part));
    const { outcome } = evidenceOf(await check({ decisions }));
    expect("logTail" in outcome ? outcome.logTail.join("\n") : "").toMatch(
      /NOT_FOUND: every batch .* is excluded[\s\S]*\/pawl accept late-flights v1\/part-01 <reason>/,
    );
  });
});
