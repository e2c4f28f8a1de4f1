import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { EVALUATE_OUTPUTS } from "../../actions/evaluate/inputs.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { parseStatement, serializeEvidence } from "../../src/core/evidence/statement.ts";
import { buildEvaluation, buildRun } from "../core/evidence/build-evidence.ts";
import { createActionJob, type EndedAction } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { buildZip } from "../support/build-zip.ts";

const bundle = builtBundle();

const CONFIG = `models:
  late-flights:
    paths: [src/**]
    primary-metric: roc-auc
    slices: [origin]
    evaluation: { paths: [judge/**] }
`;

const predictions = (shift: number) =>
  `id,label,score,origin\n${Array.from({ length: 80 }, (_, index) => {
    const late = index % 4 === 0 ? 1 : 0;
    const score = ((index * 37 + shift * index) % 80) / 100 + 0.15 * late;
    return `${String(index)},${String(late)},${score.toFixed(4)},${index % 2 === 0 ? "HNL" : "JFK"}`;
  }).join("\n")}\n`;

// The bundle lies outside of the repository here: the engine beside the tests is given to it.
const ENGINE = { PAWL_DUCKDB: fileURLToPath(new URL("../..", import.meta.url)) };

const job = () => {
  const { start, ...rest } = createActionJob(bundle(), {
    ".github/pawl.yml": CONFIG,
    "judge/judge.py": "print()\n",
    "predictions.csv": predictions(0),
    "baseline.csv": predictions(7),
  });
  const evaluate = (given: Record<string, string>, env: Record<string, string> = {}) =>
    start("evaluate", given, { ...ENGINE, ...env }).ended;
  return { ...rest, evaluate };
};

const inputs = (more: Record<string, string> = {}) => ({
  model: "late-flights",
  predictions: "predictions.csv",
  "github-token": "",
  ...more,
});

function evidenceOf({ outputs, printed }: EndedAction): EvaluationEvidence {
  const file = outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${printed}`);
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.evaluation/v1") throw new Error(`${file} is no evaluation`);
  return predicate;
}

describe("an evaluation", () => {
  it("leaves evidence, the predictions to upload, outputs and a summary", async () => {
    const ended = await job().evaluate(inputs({ baseline: "baseline.csv" }));
    const evidence = evidenceOf(ended);
    expect(ended.code).toBe(0);
    expect(evidence).toMatchObject({
      task: "binary",
      positiveLabel: "1",
      threshold: 0.5,
      rows: 80,
      outcome: { kind: "succeeded" },
    });
    expect(evidence.slices.map(({ slice }) => slice.value)).toEqual(["HNL", "JFK"]);
    expect(evidence.testData).toMatch(/^[0-9a-f]{64}$/);
    expect(evidence.evaluationCode).toMatch(/^[0-9a-f]{64}$/);
    expect(evidence.comparisons).toMatchObject([{ against: "baseline", rows: { joined: 80 } }]);
    expect(evidence.comparisons[0]?.metrics).toHaveLength(10);
    expect(evidence.comparisons[0]?.slices).toHaveLength(2);
    expect(Object.keys(ended.outputs).sort()).toEqual(Object.keys(EVALUATE_OUTPUTS).sort());
    const upload = ended.outputs["predictions"] ?? "";
    expect(upload).toMatch(/predictions\.csv$/);
    expect(createHash("sha256").update(readFileSync(upload)).digest("hex")).toBe(evidence.predictions?.sha256);
    expect(ended.summary).toContain("### ✅ late-flights was evaluated on 80 rows");
    expect(ended.summary).toContain("#### Against the baseline");
  });

  it("runs the command that writes the predictions, without our token", async () => {
    const command = `test -z "\${PAWL_INPUTS:-}" && cp baseline.csv out.csv && printf '{"revenue": {"eur": 12.5}}' > more.json`;
    const given = inputs({ command, predictions: "out.csv", "custom-metrics": "more.json" });
    const evidence = evidenceOf(await job().evaluate(given));
    expect(evidence.customMetrics).toEqual({ "revenue.eur": 12.5 });
    expect(evidence.predictions?.path).toBe("out.csv");
  });

  it("leaves evidence of a command that fails, and exits as it did", async () => {
    const ended = await job().evaluate(inputs({ command: "echo no model; exit 7" }));
    expect(ended.code).toBe(7);
    expect(evidenceOf(ended)).toMatchObject({
      outcome: { kind: "failed", exitCode: 7, logTail: ["no model"] },
      metrics: [],
    });
    expect(ended.summary).toContain("❌ late-flights could not be evaluated");
    expect(ended.outputs["predictions"]).toBe("");
  });

  it("leaves evidence of a file that cannot be used, with the way out", async () => {
    const ended = await job().evaluate(inputs({ "score-column": "scores" }));
    expect(ended.code).toBe(1);
    const { outcome } = evidenceOf(ended);
    expect(outcome).toMatchObject({ kind: "failed", exitCode: 1 });
    expect(JSON.stringify(outcome)).toContain('Set `score-column` to \\"score\\".');
  });

  it("scores the predictions where the custom metrics are broken, and says so", async () => {
    const { write, evaluate } = job();
    write("more.json", '{"revenue": NaN}');
    const evidence = evidenceOf(await evaluate(inputs({ "custom-metrics": "more.json" })));
    expect(evidence.metrics.length).toBeGreaterThan(0);
    expect(evidence.notes.join(" ")).toContain("Reading the custom metrics failed");
  });
});

const BASELINE = "c".repeat(40);

function entry(more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    kind: "evaluation",
    path: "evidence/late-flights/2026-11/evaluation-41-1.json",
    digest: "a".repeat(64),
    commit: BASELINE,
    workflowRun: { id: 41, number: 7, attempt: 1, event: "push" },
    branch: "main",
    onDefaultBranch: true,
    acceptedAt: "2026-11-01T00:00:00Z",
    startedAt: "2026-11-01T00:00:00Z",
    finishedAt: "2026-11-01T00:00:00Z",
    outcome: "succeeded",
    predictions: createHash("sha256").update(predictions(7)).digest("hex"),
    metrics: {},
    ...more,
  };
}

/** Ledger and artifacts of a repository on this machine. */
async function serve(entries: readonly LedgerEntry[], expired = false): Promise<string> {
  const index = Buffer.from(JSON.stringify({ schema: "pawl.index/v1", model: "late-flights", entries }));
  const earlier = Buffer.from(serializeEvidence(buildEvaluation({ customMetrics: { gain: 0.25 } })));
  const contents = new Map([
    ["models/late-flights/index.json", index],
    [entry().path, earlier],
  ]);
  const zip = buildZip([{ name: "predictions.csv", content: predictions(7) }]);
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? "");
    const json = (value: unknown) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    const bytes = contents.get(/^\/repos\/acme\/demo\/contents\/([^?]+)/.exec(url)?.[1] ?? "");
    if (bytes !== undefined) {
      const file = { type: "file", size: bytes.length, sha: "a".repeat(40), encoding: "base64" };
      return json({ ...file, content: bytes.toString("base64") });
    }
    if (url.startsWith("/repos/acme/demo/actions/runs/41/artifacts")) {
      return json({
        total_count: 1,
        artifacts: [{ id: 5, name: "pawl-predictions-late-flights", size_in_bytes: zip.length, expired }],
      });
    }
    if (url.startsWith("/repos/acme/demo/actions/artifacts/5/zip")) {
      return response.writeHead(302, { location: `http://${request.headers.host ?? ""}/blob` }).end();
    }
    if (url === "/blob") return response.writeHead(200, { "content-type": "application/zip" }).end(zip);
    return response.writeHead(404, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${String(address.port)}`;
}

describe("the baseline", () => {
  const run = async (entries: readonly LedgerEntry[], expired = false) =>
    evidenceOf(
      await job().evaluate(inputs({ "github-token": "token-of-the-job" }), {
        GITHUB_API_URL: await serve(entries, expired),
        GITHUB_REPOSITORY: "acme/demo",
      }),
    );

  it("is the ledger's evaluation of the default branch, with the predictions that it names", async () => {
    const evidence = await run([entry()]);
    expect(evidence.notes).toEqual([]);
    expect(evidence.comparisons).toMatchObject([
      {
        against: "baseline",
        workflowRunId: 41,
        commit: BASELINE,
        rows: { joined: 80 },
        predictions: { sha256: entry().predictions },
      },
    ]);
  });

  it.each([
    [
      "attack: predictions that are not the ledger's",
      [entry({ predictions: "b".repeat(64) })],
      false,
      /not the ones that the ledger has/,
    ],
    ["predictions that have expired", [entry()], true, /are gone, so the comparison is not paired/],
  ] as const)("%s are not compared with", async (_, entries, expired, note) => {
    const evidence = await run(entries, expired);
    expect(evidence.comparisons).toEqual([]);
    expect(evidence.metrics.length).toBeGreaterThan(0);
    expect(evidence.notes.join(" ")).toMatch(note);
  });

  it.each([
    ["of a branch", entry({ onDefaultBranch: false })],
    ["that failed", entry({ outcome: "failed" })],
    ["of another key", entry({ key: "seed-1" })],
  ])("is never an evaluation %s", async (_, one) => {
    expect((await run([one])).comparisons).toEqual([]);
  });
});

describe("a reused run", () => {
  const reused = {
    workflowRunId: 41,
    workflowRunNumber: 7,
    attempt: 1,
    commit: BASELINE,
    document: "a".repeat(64),
    finishedAt: "2026-11-01T00:00:00Z",
  };
  const evaluateReused = async (entries: readonly LedgerEntry[], more: Record<string, string> = {}) => {
    const { evaluate } = job();
    const given = inputs({ "github-token": "token-of-the-job", ...more });
    const env = { GITHUB_API_URL: await serve(entries), GITHUB_REPOSITORY: "acme/demo" };
    const first = await evaluate(given, env);
    writeFileSync(join(dirname(first.outputs["evidence"] ?? ""), "run.json"), serializeEvidence(buildRun({ reused })));
    return evaluate(given, env);
  };

  it("is judged by the predictions that its workflow run uploaded", async () => {
    const evidence = evidenceOf(await evaluateReused([entry()]));
    expect(evidence.predictions?.sha256).toBe(entry().predictions);
    expect(evidence.notes.join(" ")).toContain("those of the reused workflow run 41");
  });

  it("keeps the custom metrics of its evaluation, because its command is not run again", async () => {
    const wish = { "custom-metrics": "custom-metrics.json" };
    expect(evidenceOf(await evaluateReused([entry()], wish)).customMetrics).toEqual({ gain: 0.25 });
    expect(evidenceOf(await evaluateReused([entry()])).customMetrics).toEqual({});
  });

  it("attack: is not judged by predictions that are not the ledger's", async () => {
    const ended = await evaluateReused([entry({ predictions: "b".repeat(64) })]);
    expect(ended.code).toBe(1);
    expect(ended.printed).toContain("are not the ones that the ledger has");
  });
});
