import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTrainingFolder, type TrainingFolder } from "./training-folder.ts";

const EVENTS = "runs/one/events.out.tfevents.1795633901.vm";
const WANDB = "wandb/offline-run-20261125_191204-run1/run-run1.wandb";
const BEFORE_FIXTURES = new Date("2026-11-25T00:00:00Z");

let folder: TrainingFolder;
beforeEach(() => {
  folder = createTrainingFolder();
});
afterEach(() => folder[Symbol.dispose]());

function flipByte(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 0xff, at);
  return copy;
}

describe("broken output is a sentence, never an error", () => {
  it.each(["NaN", "Infinity", "-Infinity"])("a final value of %s in JSON is left out", async (value) => {
    folder.write("metrics.json", `{"auc": 0.9, "loss": ${value}, "note": "NaN in a text"}`);
    const { metrics, readers } = await folder.read();
    expect(metrics).toEqual({ auc: 0.9 });
    expect(readers.problems).toEqual([`metrics.json: the final value of loss is ${value}, so it was left out`]);
    expect(readers.conclusive).toBe(false);
  });

  it("a NaN at the end of a curve is a problem, one in the middle is a gap", async () => {
    folder.write("metrics.csv", "epoch,a,b\n0,1,1\n1,nan,2\n2,3,nan\n");
    const { metrics, curves, readers } = await folder.read();
    expect(metrics).toEqual({ a: 3 });
    expect(curves.find(({ metric }) => metric === "a")).toMatchObject({ steps: [0, 2], values: [1, 3] });
    expect(readers.problems).toEqual(["metrics.csv: the final value of b is NaN, so it was left out"]);
    expect(readers.conclusive).toBe(false);
  });

  it.each(['{"auc": 0.9, "lo', "", "not json", "[1, 2]"])("half-written or other JSON: %j", async (content) => {
    folder.write("metrics.json", content);
    const { metrics, readers } = await folder.read();
    expect(metrics).toEqual({});
    expect(readers.conclusive).toBe(false);
    expect(readers.problems[0]).toMatch(/^metrics\.json: /);
  });

  it("a broken metrics.json makes what comes after it inconclusive, but does not hide it", async () => {
    folder.write("metrics.json", '{"auc": 0.');
    folder.addFixture("keras-3.15.1", "training.log");
    const { metrics, readers } = await folder.read();
    expect(metrics["val_loss"]).toBe(10.623255729675293);
    expect(readers).toMatchObject({ reader: "csv", conclusive: false });
  });

  it("a broken file after a sound one is told, but decides nothing", async () => {
    folder.write("metrics.json", '{"auc": 0.9}');
    folder.addFixture("tensorboardx-2.6.5");
    folder.write(EVENTS, folder.bytes(EVENTS).subarray(0, -3));
    const { metrics, readers } = await folder.read();
    expect(metrics).toEqual({ auc: 0.9 });
    expect(readers.conclusive).toBe(true);
    expect(readers.problems[0]).toContain("ends in the middle of a record");
  });

  it("a CSV with a ragged line", async () => {
    folder.addFixture("lightning-2.6.6", "lightning_logs");
    const path = "lightning_logs/version_0/metrics.csv";
    folder.write(path, `${folder.text(path)}3,27,0.`);
    const { metrics, readers } = await folder.read();
    expect(metrics["val_loss"]).toBe(0.583500862121582);
    expect(readers.problems).toEqual([`${path}: row 13 has 3 cells where the header has 5 and was left out`]);
    expect(readers.conclusive).toBe(false);
  });

  it.each`
    what                  | change                                                       | says
    ${"cut in a record"}  | ${(bytes: Buffer) => bytes.subarray(0, -3)}                  | ${"ends in the middle of a record"}
    ${"cut in a header"}  | ${(bytes: Buffer) => bytes.subarray(0, 60)}                  | ${"ends in the middle of a record"}
    ${"a bit flipped"}    | ${(bytes: Buffer) => flipByte(bytes, bytes.length - 6)}      | ${"wrong checksum"}
    ${"a length flipped"} | ${(bytes: Buffer) => flipByte(bytes, 0)}                     | ${"wrong checksum"}
    ${"something else"}   | ${() => Buffer.from("not an event file at all, really not")} | ${"wrong checksum"}
  `("an event file: $what", async ({ change, says }: { change: (bytes: Buffer) => Buffer; says: string }) => {
    folder.addFixture("tensorboardx-2.6.5");
    folder.write(EVENTS, change(folder.bytes(EVENTS)));
    const { readers } = await folder.read();
    expect(readers.conclusive).toBe(false);
    expect(readers.problems.join()).toContain(says);
  });

  it("a truncated event file keeps the values before the cut", async () => {
    folder.addFixture("tensorboardx-2.6.5");
    folder.write(EVENTS, folder.bytes(EVENTS).subarray(0, -3));
    expect((await folder.read()).metrics).toEqual({ accuracy: Math.fround(0.8) });
  });

  it.each`
    what                | change                                                           | says
    ${"cut"}            | ${(bytes: Buffer) => bytes.subarray(0, -3)}                      | ${"ends in the middle of a record"}
    ${"a bit flipped"}  | ${(bytes: Buffer) => flipByte(bytes, 500)}                       | ${"wrong checksum"}
    ${"never finished"} | ${(bytes: Buffer) => bytes.subarray(0, -(7 + exitBytes(bytes)))} | ${"was not finished"}
    ${"something else"} | ${() => Buffer.from("{}")}                                       | ${"is no W&B log"}
  `("a W&B log: $what", async ({ change, says }: { change: (bytes: Buffer) => Buffer; says: string }) => {
    folder.addFixture("wandb-0.31.0");
    folder.write(WANDB, change(folder.bytes(WANDB)));
    const { readers } = await folder.read();
    expect(readers.conclusive).toBe(false);
    expect(readers.problems.join()).toContain(says);
  });

  it("an MLflow database that is half a change", async () => {
    folder.addFixture("mlflow-sqlite-3.17.2");
    folder.write("mlflow.db-journal", "a journal that was not rolled back");
    const { readers } = await folder.read("auto", { since: BEFORE_FIXTURES });
    expect(readers).toMatchObject({ conclusive: false, reader: "mlflow-sqlite" });
    expect(readers.problems[0]).toContain("is being written by a process that did not finish");
  });

  it.each(["SQLite format 3\u0000 but nothing more", "", "text"])(
    "an MLflow database that is none: %j",
    async (content) => {
      folder.write("mlflow.db", content);
      const { readers } = await folder.read();
      expect(readers.conclusive).toBe(false);
      expect(readers.problems[0]).toMatch(/^mlflow\.db: /);
    },
  );

  it("an MLflow metric file with half a line", async () => {
    folder.addFixture("mlflow-files-3.17.2");
    const path = "mlruns/861092094471385635/bb9b7ca9d1774b20b73d34b7e5ed82d4/metrics/accuracy";
    folder.write(path, "17956338");
    const { readers } = await folder.read("auto", { since: BEFORE_FIXTURES });
    expect(readers.conclusive).toBe(false);
    expect(readers.problems[0]).toContain('metric accuracy has a line that is not "timestamp value step"');
  });

  it("a trainer_state.json that was cut", async () => {
    folder.addFixture("huggingface-5.24.0", "out/checkpoint-24");
    const path = "out/checkpoint-24/trainer_state.json";
    folder.write(path, folder.text(path).slice(0, 900));
    const { readers } = await folder.read();
    expect(readers).toMatchObject({ reader: "huggingface", conclusive: false });
    expect(readers.problems).toEqual([`${path}: is not complete JSON`]);
  });

  it("a folder that is not there", async () => {
    const { readers } = await folder.read("auto", { path: "no/such/folder" });
    expect(readers).toMatchObject({ reader: "none", conclusive: false });
    expect(readers.problems.join()).toContain("no/such/folder cannot be searched");
  });
});

/** Length of the data of the last record, which says that the run ended. */
function exitBytes(log: Buffer): number {
  let position = 7;
  let length = 0;
  while (position + 7 <= log.length) {
    length = log.readUInt16LE(position + 4);
    position += 7 + length;
  }
  return length;
}
