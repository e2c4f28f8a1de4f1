import { expect, it } from "vitest";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import { namedWorkflows } from "../../../src/core/doctor/named-workflows.ts";

it("names each workflow that the App starts once, with what it is started with", () => {
  const parsed = parseProjectConfig(`models:
  late-flights:
    paths: [train.py]
    primary-metric: roc-auc
    data: [{ name: flights, path: flights.csv, workflow: data.yml }]
    drift: { window: 7d }
    retrain: { workflow: retrain-gpu.yml }
  no-shows:
    paths: [other.py]
    primary-metric: roc-auc
    drift: {}
promotion:
  environments: { production: { workflow: deploy.yml } }
`);
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  expect(namedWorkflows(parsed.project.models)).toEqual([
    { file: "train.yml", inputs: [] },
    { file: "data.yml", inputs: [] },
    { file: "deploy.yml", inputs: [] },
    { file: "drift.yml", inputs: ["window-start", "window-end"] },
    { file: "retrain-gpu.yml", inputs: [] },
  ]);
});
