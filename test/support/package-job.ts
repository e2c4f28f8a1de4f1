import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageModel } from "../../actions/package/index.ts";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import type { PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { type Evidence, parseStatement, serializeEvidence } from "../../src/core/evidence/statement.ts";
import { readIdentity } from "../../src/runner/identity.ts";
import { type ActionJob, createActionJob, parseOutputs } from "./action-job.ts";
import { evaluationEvidence, packageSources } from "./package-sources.ts";

const FILES = {
  ".github/pawl.yml": `models:
  late-flights:
    paths: ["*.py", params.yaml]
    primary-metric: roc-auc
    data: [{ name: flights, path: data/flights.csv, contract: data/flights.odcs.yaml }]
`,
  "train.py": "print('training')\n",
  "params.yaml": "depth: 6\n",
  "data/flights.odcs.yaml": "kind: DataContract\n",
};

export const MODEL_TEXT = "weights of a model\n";
const PREDICTIONS_TEXT = "id,label,score\n1,0,0.2\n";

export interface PackedJob {
  readonly code: number;
  readonly printed: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Throws where the step left none. */
  readonly evidence: PackageEvidence;
}

export interface PackageJob extends ActionJob {
  /** What train and evaluate leave in this job; parts of the documents are replaced. */
  readonly leaveEvidence: (more?: {
    readonly run?: Partial<RunEvidence>;
    readonly evaluation?: Partial<EvaluationEvidence>;
    readonly key?: string;
  }) => void;
  readonly pack: (
    inputs?: Readonly<Record<string, string>>,
    env?: Readonly<Record<string, string>>,
  ) => Promise<PackedJob>;
  /** Folder in which the evidence of this job is kept. */
  readonly kept: string;
}

/** A checkout after a training: weights, predictions, and a package step that runs in this process. */
export function createPackageJob(files: Readonly<Record<string, string>> = {}): PackageJob {
  const job = createActionJob("", { ...FILES, ...files });
  job.write("model.joblib", MODEL_TEXT);
  const kept = join(dirname(job.workspace), "pawl-kept", "9001-1-late-flights");
  let steps = 0;
  return {
    ...job,
    kept,
    leaveEvidence: ({ run, evaluation, key } = {}) => {
      const folder = key === undefined ? kept : `${kept}-${key}`;
      mkdirSync(folder, { recursive: true });
      const identity = readIdentity(job.env);
      const keyed = key === undefined ? {} : { key };
      const outputs = [toOutput("model.joblib", MODEL_TEXT), toOutput("predictions.csv", PREDICTIONS_TEXT)];
      const sources = packageSources({ run: { identity, outputs, ...keyed, ...run } });
      const predictions = toOutput("predictions.csv", PREDICTIONS_TEXT);
      writeFileSync(join(folder, "predictions.csv"), PREDICTIONS_TEXT);
      const documents: readonly (readonly [string, Evidence | undefined])[] = [
        ["run.json", sources.run?.evidence],
        ["evaluation.json", evaluationEvidence({ identity, predictions, ...keyed, ...evaluation })],
      ];
      for (const [name, document] of documents) {
        if (document !== undefined) writeFileSync(join(folder, name), serializeEvidence(document));
      }
    },
    pack: async (inputs = {}, env = {}) => {
      steps += 1;
      const [output, summary] = ["output", "summary"].map((name) => join(dirname(kept), `${name}-${String(steps)}`));
      mkdirSync(dirname(kept), { recursive: true });
      for (const file of [output ?? "", summary ?? ""]) writeFileSync(file, "");
      const given = { model: "late-flights", files: "model.joblib", "github-token": "", ...inputs };
      const variables = { PAWL_INPUTS: JSON.stringify(given), GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
      const { code, printed } = await capture(() => packageModel({ ...job.env, ...variables, ...env }));
      const outputs = parseOutputs(readFileSync(output ?? "", "utf8"));
      return {
        code,
        printed,
        outputs,
        summary: readFileSync(summary ?? "", "utf8"),
        get evidence() {
          return readPackage(outputs["evidence"] ?? "");
        },
      };
    },
  };
}

function toOutput(path: string, text: string) {
  return { path, bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") };
}

function readPackage(file: string): PackageEvidence {
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.package/v1") throw new Error(`${file} is no package`);
  return predicate;
}

/** What a step prints goes to the runner's log; here it is looked at. */
async function capture(step: () => Promise<number>): Promise<{ readonly code: number; readonly printed: string }> {
  const write = process.stdout.write;
  // Every step listens for a reader that goes away.
  process.stdout.setMaxListeners(200);
  let printed = "";
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    printed += chunk.toString();
    return true;
  };
  try {
    const code = await step();
    return { code, printed };
  } finally {
    process.stdout.write = write;
  }
}
