import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTrainingFolder, type TrainingFolder } from "./training-folder.ts";

// The MLflow stores keep the time at which a run started; every fixture was made after this day began.
const BEFORE_FIXTURES = new Date("2026-11-25T00:00:00Z");

let folder: TrainingFolder;
beforeEach(() => {
  folder = createTrainingFolder();
});
afterEach(() => folder[Symbol.dispose]());

describe("files that the real libraries wrote", () => {
  it("Lightning: sparse CSV with hyperparameters, and the same values in TensorBoard, agree", async () => {
    folder.addFixture("lightning-2.6.6");
    const { metrics, curves, parameters, readers } = await folder.read();
    expect(metrics).toEqual({
      train_loss_step: 1.6443791389465332,
      val_loss: 0.583500862121582,
      train_loss_epoch: 0.8655899167060852,
    });
    expect(curves.find(({ metric }) => metric === "val_loss")).toEqual({
      metric: "val_loss",
      axis: "step",
      steps: [7, 15, 23],
      values: [1.8483870029449463, 1.0158263444900513, 0.583500862121582],
    });
    expect(parameters).toEqual({ learning_rate: 0.05, width: 1 });
    expect(readers).toMatchObject({ reader: "csv", alsoFound: ["tensorboard"], problems: [], conclusive: true });
  });

  it("Lightning's TensorBoard files alone, in 32 bits", async () => {
    folder.addFixture("lightning-2.6.6", "tb_logs");
    const { metrics, readers } = await folder.read();
    expect(metrics["val_loss"]).toBe(Math.fround(0.583500862121582));
    expect(Object.keys(metrics)).not.toContain("hp_metric");
    expect(readers).toMatchObject({ reader: "tensorboard", conclusive: true });
  });

  it("Keras: CSVLogger over epochs, and TensorFlow 2's tensors in two phase folders", async () => {
    folder.addFixture("keras-3.15.1");
    const { metrics, curves, readers } = await folder.read();
    expect(metrics).toMatchObject({
      loss: 2.557877779006958,
      val_mae: 3.218510389328003,
      "train/epoch_loss": 2.557877779006958,
      "validation/epoch_mae": 3.218510389328003,
    });
    expect(curves.find(({ metric }) => metric === "val_loss")).toMatchObject({ axis: "epoch", steps: [0, 1, 2, 3] });
    expect(readers).toMatchObject({ reader: "csv", alsoFound: ["tensorboard"], conclusive: true });
  });

  it("Hugging Face: the newest checkpoint's state, the saved results and TensorBoard agree", async () => {
    folder.addFixture("huggingface-5.24.0");
    const { metrics, curves, parameters, readers } = await folder.read();
    expect(metrics).toMatchObject({ eval_mae: 1.20047926902771, eval_loss: 1.9921643733978271 });
    expect(curves.find(({ metric }) => metric === "eval_mae")?.steps).toEqual([8, 16, 24]);
    expect(parameters).toMatchObject({ num_train_epochs: 3, train_batch_size: 8 });
    expect(readers.files).toContain("out/checkpoint-24/trainer_state.json");
    expect(readers.files).not.toContain("out/checkpoint-8/trainer_state.json");
    expect(readers).toMatchObject({ reader: "json", alsoFound: ["huggingface", "tensorboard"], conclusive: true });
  });

  it("torch's SummaryWriter, plain values", async () => {
    folder.addFixture("torch-tensorboard-2.15.0", "runs");
    const { metrics, curves } = await folder.read();
    expect(metrics).toEqual({ "loss/train": Math.fround(0.1) });
    expect(curves[0]?.values).toHaveLength(10);
  });

  it("torch's SummaryWriter, tensors in 32 and 64 bits, and hyperparameters in a folder below", async () => {
    folder.addFixture("torch-tensorboard-2.15.0", "new-style");
    const { metrics, parameters, readers } = await folder.read();
    expect(metrics).toEqual({
      "loss/train": Math.fround(0.1),
      "loss/double": 1 / 12,
      "hparams/hparam/accuracy": 0.75,
    });
    expect(parameters).toMatchObject({ lr: 0.1, batch: 32, name: "tiny" });
    expect(readers.conclusive).toBe(true);
  });

  it("tensorboardX", async () => {
    folder.addFixture("tensorboardx-2.6.5");
    expect((await folder.read()).metrics).toEqual({ accuracy: Math.fround(0.9) });
  });

  it.each`
    fixture                   | reader
    ${"mlflow-files-3.17.2"}  | ${"mlflow-files"}
    ${"mlflow-sqlite-3.17.2"} | ${"mlflow-sqlite"}
  `("MLflow: $reader", async ({ fixture, reader }: { fixture: string; reader: string }) => {
    folder.addFixture(fixture);
    const { metrics, curves, parameters, readers } = await folder.read("auto", { since: BEFORE_FIXTURES });
    expect(metrics).toEqual({ "val/auc": 0.7, loss: 0.2, accuracy: 0.8125 });
    expect(curves.find(({ metric }) => metric === "val/auc")?.steps).toEqual([0, 1, 2, 3, 4]);
    // Logged without steps: MLflow keeps step 0 five times.
    expect(curves.find(({ metric }) => metric === "loss")).toMatchObject({
      steps: [0, 1, 2, 3, 4],
      values: [1, 0.5, 1 / 3, 0.25, 0.2],
    });
    expect(parameters).toEqual({ depth: 6, learning_rate: 0.1, booster: "hist", seeded: true });
    expect(readers).toMatchObject({ reader, problems: [], conclusive: true });
  });

  it("W&B offline: the summary, the history and the configuration come from the binary log", async () => {
    folder.addFixture("wandb-0.31.0");
    const { metrics, curves, parameters, readers } = await folder.read();
    expect(metrics).toEqual({ loss: 0.2, "val/accuracy.max": 0.9, "val/accuracy": 0.6, test_auc: 0.875 });
    expect(curves.find(({ metric }) => metric === "val/accuracy")?.values).toEqual([0.5, 0.7, 0.9, 0.8, 0.6]);
    expect(parameters).toEqual({ depth: 6, "optimizer.lr": 0.1, name: "tiny" });
    expect(readers).toMatchObject({ reader: "wandb", problems: [], conclusive: true });
  });

  it("DVCLive: its metrics.json is not taken for a plain one", async () => {
    folder.addFixture("dvclive-3.49.1");
    const { metrics, curves, parameters, readers } = await folder.read();
    expect(metrics).toEqual({ loss: 1 / 3, "val/accuracy": 0.7, test_auc: 0.875 });
    expect(curves.map(({ metric }) => metric).sort()).toEqual(["loss", "val/accuracy"]);
    expect(parameters).toEqual({ depth: 6, "optimizer.lr": 0.1 });
    expect(readers).toMatchObject({ reader: "dvclive", alsoFound: [], conclusive: true });
  });
});
