import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { createDataJob } from "../support/data-job.ts";

const bundle = builtBundle();

const CONFIG = `models:
  late-flights:
    paths: ["*.sh"]
    primary-metric: roc-auc
`;

const TRAIN = `printf 'weights' > model.bin
echo 'id,label,score' > predictions.csv
for i in $(seq 40); do echo "$i,$((i % 2)),0.$((i * 7 % 10))" >> predictions.csv; done
`;

it("what train and evaluate left in a job is packed by the next step, and unpacked by another", async () => {
  const job = createDataJob(bundle(), { ".github/pawl.yml": CONFIG, "train.sh": TRAIN });
  const model = { model: "late-flights", "github-token": "" };
  const trained = await job.run("train", { ...model, command: "bash train.sh", outputs: "model.bin\npredictions.csv" });
  expect(trained.code).toBe(0);
  const evaluated = await job.run("evaluate", { ...model, predictions: "predictions.csv" });
  expect(evaluated.code, evaluated.printed).toBe(0);
  const packed = await job.run("package", { ...model, files: "model.bin", license: "mit" });
  expect(packed.code, packed.printed).toBe(0);
  expect(packed.outputs).toMatchObject({ lineage: "complete", signed: "false", outcome: "succeeded" });
  const evidence = readPackage(packed.outputs["evidence"] ?? "");
  expect(evidence.package?.layers.map(({ path }) => path)).toEqual([
    "model.bin",
    "train.sh",
    "MODEL_CARD.md",
    "evaluation/predictions.csv",
  ]);
  expect(evidence.notes).toEqual([]);
  const pulled = await job.run("pull", {
    "github-token": "",
    reference: packed.outputs["reference"] ?? "",
    folder: "here",
  });
  expect(pulled.code, pulled.printed).toBe(0);
  expect(readFileSync(join(job.workspace, "here/model.bin"), "utf8")).toBe("weights");
  expect(readFileSync(join(job.workspace, "here/MODEL_CARD.md"), "utf8")).toContain("ROC AUC");
  const again = await job.run("pull", { "github-token": "", reference: "ghcr.io/acme/x:v8", folder: "there" });
  expect(again.code).toBe(1);
  expect(again.printed).toContain("::error::INPUT_INVALID");
  expect(existsSync(join(job.workspace, "there"))).toBe(false);
}, 120_000);

function readPackage(file: string): PackageEvidence {
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.package/v1") throw new Error(`${file} is no package`);
  return predicate;
}
