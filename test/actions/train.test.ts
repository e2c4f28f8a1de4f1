import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { TRAIN_OUTPUTS } from "../../actions/train/inputs.ts";
import { createActionJob } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { requireProgram } from "../support/require-program.ts";
import { evidenceOf, FILES, METRICS } from "../support/train-project.ts";

const bundle = builtBundle();

const job = () => createActionJob(bundle(), FILES);

describe("a training", () => {
  it("leaves evidence of everything that went into it and came out of it", async () => {
    const { start, commit } = job();
    const ended = await start("train", {
      model: "late-flights",
      command: `${METRICS}; echo weights > model.bin`,
      parameters: "lr=1e-3\nname=--x",
      outputs: "*.bin",
      "hourly-price": "3600",
    }).ended;
    expect(ended.code).toBe(0);
    expect(evidenceOf(ended)).toMatchObject({
      model: "late-flights",
      identity: {
        repository: "acme/demo",
        commit,
        checkout: commit,
        workflow: { path: ".github/workflows/train.yml" },
      },
      outcome: { kind: "succeeded" },
      parameters: { "model.depth": 3, lr: 0.001, name: "--x" },
      data: [{ name: "flights", algorithm: "sha256", bytes: 12 }],
      metrics: { roc_auc: 0.67 },
      readers: { reader: "json", conclusive: true },
      outputs: [{ path: "model.bin", bytes: 8 }],
      resources: { cost: { currency: "USD" } },
      notes: [],
    });
    expect(evidenceOf(ended).inputDigest?.value).toBe(ended.outputs["input-digest"]);
    expect(ended.summary).toMatch(/^### ✅ late-flights was trained/);
  });

  it("writes exactly the outputs that action.yml declares", async () => {
    const ended = await job().start("train", { model: "late-flights", command: "true" }).ended;
    expect(Object.keys(ended.outputs).toSorted()).toEqual(Object.keys(TRAIN_OUTPUTS).toSorted());
  });

  it("that fails has its exit code, evidence and the end of its log", async () => {
    const ended = await job().start("train", {
      model: "late-flights",
      command: `${METRICS}; echo bad luck >&2; exit 7`,
    }).ended;
    expect(ended.code).toBe(7);
    expect(ended.outputs).toMatchObject({
      outcome: "failed",
      "exit-code": "7",
      "artifact-name": "pawl-run-late-flights",
    });
    expect(evidenceOf(ended)).toMatchObject({
      outcome: { kind: "failed", exitCode: 7, logTail: ["bad luck"] },
      metrics: { roc_auc: 0.67 },
    });
    expect(ended.summary).toContain("bad luck");
  });

  it.skipIf(!requireProgram("python3", "apt-get install python3"))(
    "records the packages that its own command installed",
    async () => {
      const METADATA = "site/late-1.0.dist-info/METADATA";
      const ended = await job().start(
        "train",
        {
          model: "late-flights",
          command: `sleep 1 # like pip install\nmkdir -p ${dirname(METADATA)}\nprintf 'Name: late\\nVersion: 1.0\\n' > ${METADATA}`,
        },
        { PYTHONPATH: "site" },
      ).ended;
      expect(evidenceOf(ended)).toMatchObject({ environment: { python: { packages: { late: "1.0" } } } });
    },
  );

  it("has its command tag its runs on a shared MLflow server, beside the tags that were set already", async () => {
    const ended = await job().start(
      "train",
      { model: "late-flights", key: "seed-1", command: 'echo "context $MLFLOW_RUN_CONTEXT"' },
      { MLFLOW_RUN_CONTEXT: '{"team":"flights"}' },
    ).ended;
    expect(ended.printed).toContain('context {"team":"flights","pawl.run":"acme/demo/9001/1/late-flights/seed-1"}');
  });

  it("does not show its command our token, our inputs or the runner's credentials", async () => {
    const ended = await job().start(
      "train",
      { model: "late-flights", command: "env", "github-token": "ghs_secretsecretsecret" },
      {
        GITHUB_TOKEN: "ghs_secretsecretsecret",
        GH_TOKEN: "ghs_secretsecretsecret",
        ACTIONS_RUNTIME_TOKEN: "runtime-secret",
        INPUT_COMMAND: "env",
        HF_TOKEN: "hf_given_on_purpose",
        GITHUB_API_URL: "http://127.0.0.1:9",
      },
    ).ended;
    expect(ended.printed).not.toMatch(/ghs_secret|runtime-secret|PAWL_INPUTS|^INPUT_|GITHUB_OUTPUT/m);
    expect(ended.printed).toContain("HF_TOKEN=hf_given_on_purpose");
    expect(evidenceOf(ended).notes.join()).toContain("GH_TOKEN");
  });

  it("writes no secret into evidence, log or summary", async () => {
    const ended = await job().start(
      "train",
      {
        model: "late-flights",
        command: `echo my $HF_TOKEN; echo --password=swordfish1; false`,
        parameters: "db.password=swordfish1\ntoken=x-hf-secret-1",
      },
      { HF_TOKEN: "x-hf-secret-1" },
    ).ended;
    const kept = ended.outputs["folder"] ?? "";
    const written = readdirSync(kept, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(written.length).toBeGreaterThan(2);
    expect([...written, ended.summary].join("\n")).not.toMatch(/swordfish1|x-hf-secret-1/);
    expect(ended.printed).toContain("my x-hf-secret-1"); // GitHub masks this one.
  });

  it("keeps what it knows where metrics are broken", async () => {
    const ended = await job().start("train", {
      model: "late-flights",
      command: `echo '{"roc_auc": NaN' > metrics.json`,
    }).ended;
    expect(ended.code).toBe(0);
    expect(evidenceOf(ended)).toMatchObject({ outcome: { kind: "succeeded" }, readers: { conclusive: false } });
  });

  it("survives a command that removes its own checkout", async () => {
    const ended = await job().start("train", {
      model: "late-flights",
      command: `rm -rf "$GITHUB_WORKSPACE"`,
      outputs: "*.bin",
    }).ended;
    expect(ended.code).toBe(0);
    expect(evidenceOf(ended).outcome.kind).toBe("succeeded");
  });

  it.each`
    what                      | inputs                                                       | said
    ${"a misspelt input"}     | ${{ model: "m", command: "true", ouputs: "x" }}              | ${'did you mean "outputs"'}
    ${"no command"}           | ${{ model: "m" }}                                            | ${'input "command" is missing'}
    ${"a model's bad name"}   | ${{ model: "../x", command: "true" }}                        | ${'input "model"'}
    ${"a number in words"}    | ${{ model: "m", command: "true", "timeout-minutes": "1,5" }} | ${'input "timeout-minutes"'}
    ${"a missing parameters"} | ${{ model: "m", command: "true", params: "no.yaml" }}        | ${"no.yaml cannot be read"}
    ${"a folder outside"}     | ${{ model: "m", command: "true", "working-directory": "x" }} | ${'input "working-directory"'}
  `("says what is wrong before anything is spent: $what", async ({ inputs, said }) => {
    const { code, printed } = await job().start("train", inputs).ended;
    expect(code).toBe(1);
    expect(printed).toContain("::error::INPUT_INVALID");
    expect(printed).toContain(said);
  });
});

describe("reread", () => {
  it("makes the evidence again after the checkout was cleaned, without training", async () => {
    const { start, workspace } = job();
    const first = await start("train", { model: "late-flights", command: `${METRICS}; echo trained` }).ended;
    rmSync(join(workspace, "metrics.json"));
    rmSync(join(first.outputs["folder"] ?? "", "run.json"));
    const again = await start(
      "train",
      { model: "late-flights", reread: first.outputs["folder"] ?? "" },
      { GITHUB_RUN_ID: "9002" },
    ).ended;
    expect(again.code).toBe(0);
    expect(again.printed).not.toContain("trained");
    expect(evidenceOf(again)).toMatchObject({ metrics: { roc_auc: 0.67 }, identity: { workflowRun: { id: 9002 } } });
    expect(evidenceOf(again).notes.join()).toContain("workflow run 9001");
  });

  it("refuses what was trained on another commit", async () => {
    const { start } = job();
    const first = await start("train", { model: "late-flights", command: "true" }).ended;
    const other = { GITHUB_SHA: "b".repeat(40) };
    const again = await start("train", { model: "late-flights", reread: first.outputs["folder"] ?? "" }, other).ended;
    expect(again.code).toBe(1);
    expect(again.printed).toContain("commit");
  });
});

describe("a GPU", () => {
  it("is watched through one nvidia-smi that keeps running", async () => {
    const { start, addProgram } = job();
    addProgram(
      "nvidia-smi",
      `#!/usr/bin/env bash
case "$*" in
  *utilization.gpu*) while true; do echo "0, 97, 40536, 312.45"; echo "1, [N/A], [Not Supported], [Unknown Error]"; sleep 0.2; done ;;
  *driver_version*) echo "NVIDIA A100-SXM4-40GB, 40960, 535.104.05" ;;
  *) echo "| NVIDIA-SMI 535.104.05             Driver Version: 535.104.05   CUDA Version: 12.2     |" ;;
esac
`,
    );
    const ended = await start("train", { model: "late-flights", command: "sleep 1.5" }).ended;
    const { environment, resources } = evidenceOf(ended);
    expect(environment.gpu).toEqual({
      driver: "535.104.05",
      cuda: "12.2",
      devices: [{ name: "NVIDIA A100-SXM4-40GB", memoryMiB: 40_960 }],
    });
    expect(resources.gpus).toEqual([
      {
        index: 0,
        utilizationPercent: { p50: 97, p95: 97, max: 97 },
        memoryMiB: { p50: 40_536, p95: 40_536, max: 40_536 },
        powerWatts: { p50: 312.45, p95: 312.45, max: 312.45 },
      },
    ]);
    // 312 W for about a second, in watt-hours.
    expect(resources.gpuEnergyWattHours).toBeGreaterThan(0.03);
    expect(resources.gpuEnergyWattHours).toBeLessThan(0.4);
  });

  it("whose tool fails costs nothing but its figures", async () => {
    const { start, addProgram } = job();
    addProgram(
      "nvidia-smi",
      "#!/bin/sh\necho 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.'\nexit 9\n",
    );
    const ended = await start("train", { model: "late-flights", command: "sleep 0.5" }).ended;
    expect(ended.code).toBe(0);
    expect(evidenceOf(ended).environment.gpu).toBeUndefined();
    expect(evidenceOf(ended).resources.gpus).toBeUndefined();
  });
});

describe("the cache", () => {
  it("has a key that follows the key files, and none without a path", async () => {
    const { start, write } = job();
    write("requirements.txt", "numpy==2.0.0\n");
    const inputs = {
      model: "late-flights",
      command: "true",
      "cache-paths": ".venv",
      "cache-key-files": "requirements.txt",
    };
    const first = await start("train-prepare", inputs).ended;
    write("requirements.txt", "numpy==2.0.1\n");
    const second = await start("train-prepare", inputs).ended;
    const none = await start("train-prepare", { model: "late-flights", command: "true" }).ended;
    expect(first.outputs["cache-key"]).toMatch(/^pawl-Linux-X64-late-flights-[0-9a-f]{16}-[0-9a-f]{16}$/);
    expect(second.outputs["cache-key"]).not.toBe(first.outputs["cache-key"]);
    expect(second.outputs["cache-restore-keys"]).toBe(first.outputs["cache-restore-keys"]);
    expect(none.outputs).toEqual({});
  });
});
