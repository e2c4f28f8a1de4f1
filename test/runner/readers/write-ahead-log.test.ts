import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTrainingFolder, type TrainingFolder } from "./training-folder.ts";

// A database of which MLflow wrote the first run before, and the second into the write-ahead log.
const FIXTURE = "mlflow-wal-3.17.2";
const BEFORE_FIXTURES = new Date("2026-11-25T00:00:00Z");

let folder: TrainingFolder;
beforeEach(() => {
  folder = createTrainingFolder();
  folder.addFixture(FIXTURE);
});
afterEach(() => folder[Symbol.dispose]());

async function runsFound(): Promise<number> {
  const { readers } = await folder.read("mlflow-sqlite", { since: BEFORE_FIXTURES });
  // Two runs contradict each other, one does not.
  return readers.conclusive ? 1 : 2;
}

describe("an MLflow database with a write-ahead log", () => {
  it("is read with what stands in the log", async () => {
    expect(await runsFound()).toBe(2);
    folder.write("mlflow.db-wal", "");
    expect(await runsFound()).toBe(1);
  });

  it("counts as written by the command where only the log was", async () => {
    folder.age("mlflow.db");
    const { metrics } = await folder.read("mlflow-sqlite", { since: new Date("2026-11-25T00:00:00Z") });
    expect(metrics["accuracy"]).toBe(0.8125);
  });

  it("ends at the last commit whose checksums hold", async () => {
    const log = folder.bytes("mlflow.db-wal");
    folder.write("mlflow.db-wal", log.subarray(0, log.length - 100));
    expect(await runsFound()).toBe(2);
    // The first frame is damaged: nothing after it counts.
    const damaged = Buffer.from(log);
    damaged.writeUInt8(damaged.readUInt8(100) ^ 0xff, 100);
    folder.write("mlflow.db-wal", damaged);
    expect(await runsFound()).toBe(1);
  });

  it("ignores a log that is another's", async () => {
    folder.write("mlflow.db-wal", Buffer.alloc(5000, 7));
    expect(await runsFound()).toBe(1);
  });
});
