import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isFresh } from "../../../src/runner/readers/is-fresh.ts";
import { createTrainingFolder, type TrainingFolder } from "./training-folder.ts";

let folder: TrainingFolder;
beforeEach(() => {
  folder = createTrainingFolder();
});
afterEach(() => folder[Symbol.dispose]());

describe("isFresh", () => {
  const start = new Date("2026-11-25T10:00:00.500Z");
  const nanoseconds = (time: string): bigint => BigInt(Date.parse(time)) * 1_000_000n;
  it.each`
    what                                        | time                          | fresh
    ${"after the start"}                        | ${"2026-11-25T10:00:00.501Z"} | ${true}
    ${"within a tick of the kernel's clock"}    | ${"2026-11-25T10:00:00.491Z"} | ${true}
    ${"before the start"}                       | ${"2026-11-25T10:00:00.480Z"} | ${false}
    ${"whole seconds: the second of the start"} | ${"2026-11-25T10:00:00.000Z"} | ${true}
    ${"whole seconds: the second before"}       | ${"2026-11-25T09:59:59.000Z"} | ${false}
  `("$what: $fresh", ({ time, fresh }: { time: string; fresh: boolean }) => {
    expect(isFresh(nanoseconds(time), start)).toBe(fresh);
  });
});

describe("only what the command wrote is read", () => {
  it("results of a checkout are not, and the document says why there are none", async () => {
    folder.write("metrics.json", '{"auc": 0.99}');
    folder.age("metrics.json");
    const { metrics, readers } = await folder.read();
    expect(metrics).toEqual({});
    expect(readers).toEqual({
      reader: "none",
      files: [],
      alsoFound: [],
      problems: ["metrics.json was there before the command started and was not written by it, so it is not read"],
      conclusive: false,
    });
  });

  it("parameters of a checkout are no results, and nothing to complain about", async () => {
    folder.write("params.yaml", "model: logistic\n");
    folder.age("params.yaml");
    expect((await folder.read()).readers).toMatchObject({ reader: "none", problems: [], conclusive: true });
  });

  it("an earlier Lightning version is not, beside the new one", async () => {
    folder.addFixture("lightning-2.6.6", "lightning_logs");
    folder.addFixture("lightning-2.6.6", "lightning_logs/version_0", "lightning_logs/version_1");
    for (const file of ["metrics.csv", "hparams.yaml"]) folder.age(`lightning_logs/version_0/${file}`);
    const { readers } = await folder.read();
    expect(readers.conclusive).toBe(true);
    expect(readers.files).toEqual(["lightning_logs/version_1/metrics.csv", "lightning_logs/version_1/hparams.yaml"]);
  });

  it.each(["mlflow-files-3.17.2", "mlflow-sqlite-3.17.2"])(
    "%s: an earlier run in a store that was touched is not",
    async (fixture) => {
      folder.addFixture(fixture);
      expect((await folder.read("auto", { since: new Date(Date.now() - 1000) })).metrics).toEqual({});
    },
  );

  it("nothing at all is nothing to complain about, unless a reader was asked for", async () => {
    expect((await folder.read()).readers).toMatchObject({ reader: "none", problems: [], conclusive: true });
    const asked = await folder.read("tensorboard");
    expect(asked.readers.problems).toEqual(["the command wrote nothing for the input reader: tensorboard"]);
    expect(asked.readers.conclusive).toBe(false);
  });
});

describe("what is searched", () => {
  it.each(["node_modules/x", ".git/x", ".venv/lib/site-packages/x", "venv/x", "lib/site-packages/x", "__pycache__"])(
    "%s is not",
    async (inside) => {
      folder.write(`${inside}/metrics.json`, '{"auc": 0.9}');
      expect((await folder.read()).metrics).toEqual({});
    },
  );

  it("a Python environment under another name is not", async () => {
    folder.write("my-env/pyvenv.cfg", "");
    folder.write("my-env/share/metrics.json", '{"auc": 0.9}');
    expect((await folder.read()).metrics).toEqual({});
  });

  it("links are not followed, neither out of the folder nor round in it", async () => {
    using elsewhere = createTrainingFolder();
    elsewhere.write("metrics.json", '{"auc": 0.9}');
    mkdirSync(join(folder.root, "runs"));
    symlinkSync(elsewhere.root, join(folder.root, "runs/out"));
    symlinkSync(folder.root, join(folder.root, "runs/round"));
    symlinkSync(join(elsewhere.root, "metrics.json"), join(folder.root, "metrics.json"));
    expect((await folder.read()).metrics).toEqual({});
  });

  it("a folder deeper than the search goes is told", async () => {
    folder.write(`${"d/".repeat(14)}metrics.json`, '{"auc": 0.9}');
    const { metrics, readers } = await folder.read();
    expect(metrics).toEqual({});
    expect(readers.problems).toEqual(["folders more than 12 levels deep were not searched"]);
  });

  it("places that the environment names are, outside the folder too", async () => {
    using elsewhere = createTrainingFolder();
    elsewhere.addFixture("wandb-0.31.0");
    const { metrics } = await folder.read("auto", { env: { WANDB_DIR: elsewhere.root } });
    expect(metrics["test_auc"]).toBe(0.875);
  });

  it("an MLflow database under any name that MLFLOW_TRACKING_URI gives", async () => {
    folder.addFixture("mlflow-sqlite-3.17.2", ".", "store");
    folder.write("experiments.sqlite", folder.bytes("store/mlflow.db"));
    folder.age("store/mlflow.db");
    const env = { MLFLOW_TRACKING_URI: "sqlite:///experiments.sqlite", MLFLOW_EXPERIMENT_NAME: "late-flights" };
    const since = new Date("2026-11-25T00:00:00Z");
    const { metrics, readers } = await folder.read("mlflow-sqlite", { env, since });
    expect(readers.files).toContain("experiments.sqlite");
    expect(metrics["accuracy"]).toBe(0.8125);
    const other = await folder.read("mlflow-sqlite", { env: { ...env, MLFLOW_EXPERIMENT_NAME: "other" }, since });
    expect(other.metrics).toEqual({});
  });
});

describe("hostile names and sizes", () => {
  it("names that could deceive a reader or reach a prototype are left out and counted", async () => {
    const names = ["ok", "__proto__", "a\\u202eb", "line\\nbreak", "", " ", "x".repeat(201)];
    folder.write("metrics.json", `{${names.map((name) => `"${name}": 1`).join(",")}}`);
    const { metrics, readers } = await folder.read();
    expect(Object.keys(metrics)).toEqual(["ok"]);
    expect(readers.problems).toEqual([
      "6 metrics have names that are empty, too long or hold control characters, and were left out",
    ]);
    expect({}).not.toHaveProperty("ok");
  });

  it("more metrics than a document holds", async () => {
    folder.write(
      "metrics.json",
      JSON.stringify(Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`m${String(i)}`, i]))),
    );
    const { metrics, readers } = await folder.read();
    expect(Object.keys(metrics)).toHaveLength(1000);
    expect(readers.problems).toEqual(["there are 1500 metrics: the first 1000 were kept"]);
  });

  it("many long curves fit into a document together", async () => {
    const names = Array.from({ length: 150 }, (_, i) => `m${String(i)}`);
    const rows = Array.from({ length: 400 }, (_, step) => [step, ...names.map(() => Math.sin(step) / 3)].join(","));
    folder.write("metrics.csv", [`step,${names.join(",")}`, ...rows].join("\n"));
    const { curves } = await folder.read();
    expect(curves).toHaveLength(100);
    expect(curves.every(({ values }) => values.length <= 100)).toBe(true);
    expect(JSON.stringify(curves, undefined, 1).length).toBeLessThan(700_000);
  });

  it("JSON that is nested a hundred thousand levels deep", async () => {
    folder.write("metrics.json", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`);
    const { metrics } = await folder.read();
    expect(metrics).toEqual({});
  });
});
