import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DriftEvidence } from "../../src/core/evidence/drift-evidence.ts";
import { ledgerDocumentPath } from "../../src/core/evidence/ledger-index.ts";
import { documentDigest, parseStatement, serializeEvidence } from "../../src/core/evidence/statement.ts";
import { planRegistration } from "../../src/core/registry/plan-registration.ts";
import { buildEvaluation, buildIdentity } from "../core/evidence/build-evidence.ts";
import type { EndedAction } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { buildZip } from "../support/build-zip.ts";
import { createDataJob, flights } from "../support/data-job.ts";
import { serveLedger } from "../support/serve-ledger.ts";

const bundle = builtBundle();
const CONFIG = `models:
  late-flights:
    paths: [src/**]
    primary-metric: roc-auc
    data: [{ name: flights, path: data/flights.csv }]
    drift: { window: 7d }
    labels: { delay: 7d, share: 0.9 }
    retrain: { performance-drop: 0.05 }
`;
const END = "2026-11-22T00:00:00Z";
const DAY = 86_400_000;

interface Served {
  readonly rows: number;
  /** Days before the end of the newest window. */
  readonly daysBefore: number;
  /** How far the scores of late flights lie above those of others. */
  readonly skill: number;
  readonly first?: number;
}

/** Predictions of flights, spread over one day. A third of the flights is late. */
function served({ rows, daysBefore, skill, first = 0 }: Served) {
  return Array.from({ length: rows }, (_, index) => {
    const id = first + index;
    const late = id % 3 === 0;
    const score = ((id * 37) % 101) / 200 + (late ? skill : 0);
    const time = new Date(Date.parse(END) - daysBefore * DAY + index * 1000).toISOString();
    return { id, late, score: score.toFixed(4), time };
  });
}
type Rows = ReturnType<typeof served>;
const predictions = (rows: Rows) =>
  `id,score,time\n${rows.map(({ id, score, time }) => `${String(id)},${score},${time}`).join("\n")}\n`;
const labels = (rows: Rows) =>
  `id,label\n${rows.map(({ id, late }) => `${String(id)},${late ? "1" : "0"}`).join("\n")}\n`;

const NEWEST = served({ rows: 600, daysBefore: 3, skill: 0.05, first: 10_000 });
const OLDER = served({ rows: 600, daysBefore: 10, skill: 0.05 });

const inputs = (more: Record<string, string> = {}) => ({
  model: "late-flights",
  current: "same.csv",
  reference: "before.csv",
  "window-end": END,
  predictions: "served/*.csv",
  labels: "arrived/*.csv",
  task: "binary",
  "fail-on": "never",
  "github-token": "",
  ...more,
});
const job = (files: Readonly<Record<string, string>> = {}) =>
  createDataJob(bundle(), {
    ".github/pawl.yml": CONFIG,
    "before.csv": flights(40_000),
    "same.csv": flights(1900),
    "served/older.csv": predictions(OLDER),
    "served/newest.csv": predictions(NEWEST),
    "arrived/first.csv": labels([...OLDER, ...NEWEST.slice(0, 60)]),
    ...files,
  });

function evidenceOf({ outputs, printed }: EndedAction): DriftEvidence {
  const file = outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${printed}`);
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.drift/v1") throw new Error(`${file} is no drift evidence`);
  return predicate;
}
const metricsOf = ({ outputs }: EndedAction) => readFileSync(outputs["metrics-file"] ?? "", "utf8");

describe("the performance of the model", () => {
  it("is measured window by window, provisional as long as labels are missing", async () => {
    const ended = await job().run("drift", inputs());
    const { performance } = evidenceOf(ended);
    expect(ended.code).toBe(0);
    expect(performance).toMatchObject({ task: "binary", predictions: { path: "served/*.csv" } });
    const [newest, older] = performance?.windows ?? [];
    expect(Date.parse(newest?.end ?? "")).toBe(Date.parse(END));
    expect(newest).toMatchObject({ rows: 600, labelled: 60, provisional: true });
    expect(older).toMatchObject({ rows: 600, labelled: 600, provisional: false });
    const auc = older?.metrics.find(({ name }) => name === "roc-auc");
    expect(auc?.value).toBeGreaterThan(0.5);
    expect(auc?.interval?.[0]).toBeLessThan(auc?.value ?? 0);
    expect(ended.summary).toContain("#### How the model does");
    expect(ended.summary).toMatch(/\| 2026-11-15 00:00 UTC to 2026-11-22 00:00 UTC \| 600 \| 10.*, provisional \|/);
    expect(metricsOf(ended)).toMatch(
      /^pawl_model_metric\{model="late-flights",metric="roc-auc",kind="measured"\} 0\.\d+$/m,
    );
    expect(metricsOf(ended)).toContain('pawl_labels_share_wanted{model="late-flights"} 0.9');
  });

  it("leaves out what the model was trained on", async () => {
    const trained = `id\n${OLDER.slice(0, 100)
      .map(({ id }) => String(id))
      .join("\n")}\n`;
    const ended = await job({ "trained.csv": trained }).run("drift", inputs({ "trained-ids": "trained.csv" }));
    expect(evidenceOf(ended).performance?.windows[1]).toMatchObject({ leftOut: 100, rows: 500 });
  });

  it("waits for labels that are not there yet, with a note", async () => {
    const { performance, notes } = evidenceOf(await job().run("drift", inputs({ labels: "later/*.csv" })));
    expect(performance?.windows.map(({ labelled }) => labelled)).toEqual([0, 0]);
    expect(notes).toContain("No file of labels is there yet (later/*.csv), so nothing is measured.");
  });

  it.each`
    case                             | given                                           | said
    ${"predictions that are none"}   | ${{ predictions: "nowhere/*.csv" }}             | ${'input "predictions" names no file that is there: nowhere/*.csv'}
    ${"predictions at an address"}   | ${{ predictions: "https://example.com/a.csv" }} | ${'input "predictions" names an address'}
    ${"predictions without a score"} | ${{ predictions: "same.csv" }}                  | ${"same.csv"}
  `("that cannot be measured fails the step, and loses nothing: $case", async ({ given, said }) => {
    const ended = await job().run("drift", inputs(given));
    const { outcome, verdict, performance, notes } = evidenceOf(ended);
    expect([ended.code, outcome.kind, verdict, performance]).toEqual([1, "succeeded", "stable", undefined]);
    expect(notes.join("\n")).toMatch(/^Performance could not be measured: /m);
    expect(ended.printed).toContain(said);
  });
});

describe("the champion's evaluation", () => {
  const TESTED = Buffer.from(
    `id,label,score\n${served({ rows: 900, daysBefore: 0, skill: 0.4 })
      .map(({ id, late, score }) => `${String(id)},${late ? "1" : "0"},${score}`)
      .join("\n")}\n`,
  );
  const RUN = { id: 41, attempt: 1 };
  const AT = "2026-11-01T00:00:00Z";

  async function serve(uploaded: Buffer | undefined): Promise<string> {
    const evaluation = serializeEvidence(
      buildEvaluation({
        identity: buildIdentity({ workflowRun: { ...RUN, number: 7, job: "train" } }),
        task: "binary",
        positiveLabel: "1",
        metrics: [{ name: "roc-auc", value: 0.95, interval: null }],
        predictions: {
          path: "predictions.csv",
          bytes: TESTED.length,
          sha256: createHash("sha256").update(TESTED).digest("hex"),
        },
      }),
    );
    const plan = planRegistration(
      [
        {
          model: "late-flights",
          digest: `sha256:${"d".repeat(64)}`,
          location: { kind: "oci", repository: "ghcr.io/acme/demo" },
          origin: "registered",
          commit: "c".repeat(40),
          registeredAt: AT,
          registeredBy: "ana",
          lineage: { evaluations: [{ document: documentDigest(evaluation), workflowRun: RUN }], data: [] },
          attestation: { kind: "digests-only", reason: "none" },
          metrics: {},
          notes: [],
        },
      ],
      undefined,
      "late-flights",
    );
    const more = new Map(plan?.files);
    more.set(".pawl/aliases/late-flights.yml", "production: 1\n");
    more.set(ledgerDocumentPath({ kind: "evaluation", model: "late-flights" }, RUN, AT), evaluation);
    if (uploaded === undefined) return (await serveLedger("late-flights", [], { more })).url;
    const zip = buildZip([{ name: "predictions.csv", content: uploaded.toString("utf8") }]);
    const artifact = { workflowRunId: RUN.id, name: "pawl-predictions-late-flights", zip };
    return (await serveLedger("late-flights", [], { more, artifact })).url;
  }
  const GIVEN = { "github-token": "token-of-the-job", task: "" };

  it("says what is expected, what estimates are made from, and whether predictions have drifted", async () => {
    const ended = await job().run("drift", inputs(GIVEN), { GITHUB_API_URL: await serve(TESTED) });
    const { performance, findings, verdict, reason } = evidenceOf(ended);
    expect(performance?.estimator?.name).toMatch(/cbpe/i);
    expect(performance?.windows[0]?.estimated.map(({ name }) => name)).toContain("roc-auc");
    expect(ended.summary).toContain("it assumes calibration and no concept drift");
    const ofPredictions = findings.filter(({ columns }) => columns[0]?.startsWith("predictions.") === true);
    expect(ofPredictions.map(({ columns }) => columns[0])).toContain("predictions.score");
    expect([verdict, reason]).toEqual([
      "drift",
      expect.stringContaining("But the predictions have drifted, against predictions of version 1 (production)."),
    ]);
    const text = metricsOf(ended);
    expect(text).toContain('pawl_model_metric{model="late-flights",metric="roc-auc",kind="expected"} 0.95');
    expect(text).toContain('pawl_model_drop_bound{model="late-flights",metric="roc-auc"} 0.05');
    expect(text).toMatch(/^pawl_model_drop\{model="late-flights",metric="roc-auc"\} 0\.[1-9]/m);
  });

  it.each([
    ["are gone", undefined],
    ["were changed", Buffer.from("id,label,score\n1,1,0.9\n2,0,0.1\n")],
  ])("counts also where its predictions %s", async (_, uploaded) => {
    const ended = await job().run("drift", inputs(GIVEN), { GITHUB_API_URL: await serve(uploaded) });
    const { performance, notes } = evidenceOf(ended);
    expect(performance?.estimator).toBeUndefined();
    expect(notes.join("\n")).toContain("version 1 (production) cannot be had, so nothing is estimated without labels");
    expect(metricsOf(ended)).toContain('kind="expected"} 0.95');
  });
});
