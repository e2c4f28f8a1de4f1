import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTrainingFolder, type TrainingFolder } from "./training-folder.ts";

let folder: TrainingFolder;
beforeEach(() => {
  folder = createTrainingFolder();
});
afterEach(() => folder[Symbol.dispose]());

describe("results that several tools or several trainings left", () => {
  it("two Lightning versions: inconclusive, both named, and the input that chooses", async () => {
    folder.addFixture("lightning-2.6.6", "lightning_logs");
    folder.addFixture("lightning-2.6.6", "lightning_logs/version_0", "lightning_logs/version_1");
    const { readers } = await folder.read();
    expect(readers.conclusive).toBe(false);
    expect(readers.problems[0]).toMatch(
      /version_0 and lightning_logs\/version_1 .* both hold train_loss_step.*log-path/,
    );
    const chosen = await folder.read("auto", { path: "lightning_logs/version_1" });
    expect(chosen.readers).toMatchObject({ reader: "csv", conclusive: true, problems: [] });
    expect(chosen.metrics["val_loss"]).toBe(0.583500862121582);
  });

  it("two readers that disagree: inconclusive, and either can be chosen", async () => {
    folder.write("metrics.json", '{"val_loss": 0.4, "auc": 0.9}');
    folder.addFixture("lightning-2.6.6", "lightning_logs");
    const both = await folder.read();
    expect(both.readers).toMatchObject({ reader: "json", alsoFound: ["csv"], conclusive: false });
    expect(both.readers.problems).toEqual([
      "val_loss is 0.4 by json and 0.583500862121582 by csv: choose with the input reader, which can be json or csv",
    ]);
    expect(both.metrics["val_loss"]).toBe(0.4);
    const chosen = await folder.read("csv");
    expect(chosen.readers).toMatchObject({ reader: "csv", alsoFound: [], conclusive: true });
    expect(chosen.metrics).not.toHaveProperty("auc");
  });

  it("two readers with nothing in common: put together", async () => {
    folder.write("metrics.json", '{"test": {"auc": 0.9}}');
    folder.addFixture("keras-3.15.1", "training.log");
    const { metrics, readers } = await folder.read();
    expect(Object.keys(metrics)).toEqual(["test.auc", "loss", "mae", "val_loss", "val_mae"]);
    expect(readers).toMatchObject({ reader: "json", alsoFound: ["csv"], problems: [], conclusive: true });
  });

  it("times that two tools took are no contradiction", async () => {
    folder.write("metrics.json", '{"eval_runtime": 1.5, "auc": 0.9}');
    folder.write("metrics.csv", "epoch,auc,eval_runtime\n0,0.9,2.5\n");
    expect((await folder.read()).readers.conclusive).toBe(true);
  });

  it("the same metric under two tools' names is there once", async () => {
    folder.write("metrics.csv", "epoch,val_loss\n0,0.5\n1,0.25\n");
    folder.write("metrics.json", '{"val/loss": 0.25}');
    expect((await folder.read()).metrics).toEqual({ "val/loss": 0.25 });
  });

  it.each`
    values        | conclusive
    ${"0.9, 0.9"} | ${true}
    ${"0.9, 0.8"} | ${false}
  `("several metrics.json with $values: conclusive is $conclusive", async ({ values, conclusive }) => {
    const [here, there] = String(values).split(", ");
    folder.write("a/metrics.json", `{"auc": ${String(here)}}`);
    folder.write("b/metrics.json", `{"auc": ${String(there)}}`);
    expect((await folder.read()).readers.conclusive).toBe(conclusive);
  });

  it("two trainings beside each other in TensorBoard", async () => {
    folder.addFixture("tensorboardx-2.6.5", "runs/one");
    folder.addFixture("tensorboardx-2.6.5", "runs/one", "runs/two");
    const { readers } = await folder.read();
    expect(readers.conclusive).toBe(false);
    expect(readers.problems[0]).toContain("runs/one and runs/two");
  });

  it("a restart from a checkpoint replaces what was logged beyond it", async () => {
    folder.write("metrics.csv", "step,loss\n1,9\n2,8\n3,7\n2,6\n3,5\n");
    const { curves } = await folder.read();
    expect(curves).toEqual([{ metric: "loss", axis: "step", steps: [1, 2, 3], values: [9, 6, 5] }]);
  });
});

describe("names in plain JSON", () => {
  it.each`
    path                   | content                                             | metrics
    ${"metrics.json"}      | ${'{"test": {"a.b": {"c": 1}}}'}                    | ${{ "test.a.b.c": 1 }}
    ${"metrics/test.json"} | ${'{"auc": 1}'}                                     | ${{ "test.auc": 1 }}
    ${"test-metrics.json"} | ${'{"auc": 1}'}                                     | ${{ "test.auc": 1 }}
    ${"metrics_val.json"}  | ${'{"auc": 1}'}                                     | ${{ "val.auc": 1 }}
    ${"eval_results.json"} | ${'{"eval_auc": 1}'}                                | ${{ eval_auc: 1 }}
    ${"metrics.json"}      | ${'{"a": [1], "b": "x", "c": 2}'}                   | ${{ c: 2 }}
    ${"metrics.json"}      | ${'[{"step":1,"l":3},{"step":2,"l":4}]'}            | ${{ l: 4 }}
    ${"metrics.jsonl"}     | ${'{"iteration":1,"l":3}\n{"iteration":2,"l":4}\n'} | ${{ l: 4 }}
    ${"metrics.json"}      | ${'\uFEFF{"auc": 0.5}'}                             | ${{ auc: 0.5 }}
  `("$path with $content", async ({ path, content, metrics }) => {
    folder.write(path, content);
    const result = await folder.read();
    expect(result.metrics).toEqual(metrics);
    expect(result.readers.conclusive).toBe(true);
  });

  it("a file that is named by the input is read whatever it is called", async () => {
    folder.write("out/final.json", '{"auc": 0.5}');
    expect((await folder.read()).readers.reader).toBe("none");
    expect((await folder.read("auto", { path: "out/final.json" })).metrics).toEqual({ auc: 0.5 });
  });
});
