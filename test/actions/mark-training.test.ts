import { expect, it } from "vitest";
import { markTraining } from "../../actions/train/mark-training.ts";
import { readMlflowRunMarker } from "../../src/runner/readers/mlflow-run-marker.ts";
import { buildIdentity, buildRun } from "../core/evidence/build-evidence.ts";

const child = { env: { HOME: "/home/ana" }, withheld: [] };
const markerOf = (training: Parameters<typeof markTraining>[1]) =>
  readMlflowRunMarker(markTraining(child, training).env);

it("a kept run that is read again looks for the tag that its training set", () => {
  const run = buildRun({ key: "seed-1" });
  expect(markerOf({ identity: buildIdentity(), model: run.model, key: "seed-1" })).toBe(markerOf(run));
});

it.each([
  ["another attempt", { identity: buildIdentity({ workflowRun: { ...buildIdentity().workflowRun, attempt: 9 } }) }],
  ["another cell of the matrix", { key: "seed-2" }],
  ["another model", { model: "fraud" }],
  ["another repository", { identity: buildIdentity({ repository: "acme/other" }) }],
])("%s has a tag of its own, so that its runs are foreign", (_, change) => {
  const own = { identity: buildIdentity(), model: "late-flights", key: "seed-1" };
  expect(markerOf({ ...own, ...change })).not.toBe(markerOf(own));
});
