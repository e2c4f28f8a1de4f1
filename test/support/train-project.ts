import { readFileSync } from "node:fs";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { parseStatement } from "../../src/core/evidence/statement.ts";
import type { EndedAction } from "./action-job.ts";

const CONFIG = `models:
  late-flights:
    paths: [src/**]
    primary-metric: roc-auc
    data: [{ name: flights, path: data/flights.csv }]
`;

/** A small project with one configured model. */
export const FILES = {
  ".github/pawl.yml": CONFIG,
  "src/train.sh": "echo training\n",
  "params.yaml": "model: { depth: 3 }\n",
  "data/flights.csv": "id,late\n1,0\n",
};

/** Shell that leaves metrics as a training would. */
export const METRICS = `printf '{"roc_auc": 0.67, "loss": [0.4, 0.3]}' > metrics.json`;

/** The document that an ended train step left. */
export function evidenceOf({ outputs }: EndedAction): RunEvidence {
  const file = outputs["evidence"] ?? "";
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.run/v1") throw new Error(`${file} is no run`);
  return predicate;
}
