import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { PACKAGE_OUTPUTS } from "../../actions/package/inputs.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { parsePackageManifest } from "../../src/core/package/parse-package-manifest.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { createPackageJob, MODEL_TEXT, type PackageJob } from "../support/package-job.ts";
import { requireProgram } from "../support/require-program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const hasSkopeo = requireProgram("skopeo", "apt install skopeo");

const layoutOf = ({ workspace }: PackageJob) => openOciStore(`oci-layout:${join(workspace, "pawl-package")}`);

async function textOf(job: PackageJob, digest: string, size: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await layoutOf(job).openBlob({ digest, size })) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

describe("a model that was trained in this job", () => {
  it("is packed with code, contract, card and predictions, and leaves evidence", async () => {
    const job = createPackageJob({
      "MODEL_CARD.md": "---\nlicense: apache-2.0\n---\n\n# Late flights\n\nIs it late?\n",
    });
    job.leaveEvidence();
    const { code, outputs, evidence, summary } = await job.pack();
    expect(code).toBe(0);
    expect(evidence).toMatchObject({
      model: "late-flights",
      outcome: { kind: "succeeded" },
      package: { repository: "oci-layout:pawl-package", tags: [`sha-${job.commit.slice(0, 12)}`] },
      card: { license: "apache-2.0", summary: "Is it late?" },
      attestation: { kind: "digests-only" },
      notes: [],
    });
    expect(evidence.lineage.broken).toBeUndefined();
    expect(evidence.package?.layers.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "weight model.joblib",
      "code params.yaml",
      "code train.py",
      "doc MODEL_CARD.md",
      "doc data/flights.odcs.yaml",
      "dataset evaluation/predictions.csv",
    ]);
    expect(evidence.package?.attachments.map(({ kind }) => kind)).toEqual([
      "model-card",
      "ml-bom",
      "evidence",
      "evidence",
    ]);
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(PACKAGE_OUTPUTS).sort());
    expect(outputs).toMatchObject({
      outcome: "succeeded",
      digest: evidence.package?.digest,
      reference: `oci-layout:pawl-package@${evidence.package?.digest ?? ""}`,
      lineage: "complete",
      signed: "false",
      "artifact-name": "pawl-package-late-flights",
      "layout-artifact-name": "pawl-layout-late-flights",
      layout: join(job.workspace, "pawl-package"),
    });
    expect(summary).toContain("📦 late-flights was packed");
  });

  it("lies in the layout as its manifest says, byte for byte", async () => {
    const job = createPackageJob();
    job.leaveEvidence();
    const { evidence } = await job.pack();
    const stored = await layoutOf(job).readManifest(evidence.package?.digest ?? "");
    const parsed = parsePackageManifest(stored?.bytes ?? new Uint8Array(), "layout");
    expect(parsed.layers).toEqual(evidence.package?.layers);
    const [weights] = parsed.layers;
    expect(await textOf(job, weights?.digest ?? "", weights?.bytes ?? 0)).toBe(MODEL_TEXT);
    const card = parsed.layers.find(({ path }) => path === "MODEL_CARD.md");
    expect(await textOf(job, card?.digest ?? "", card?.bytes ?? 0)).toContain("ROC AUC | 0.831");
  });

  it("has everything attached that is listed, and its own evidence as well", async () => {
    const job = createPackageJob();
    job.leaveEvidence();
    const { evidence, outputs } = await job.pack();
    const listed = await layoutOf(job).listAttachments(evidence.package?.digest ?? "");
    expect(listed.map(({ artifactType }) => artifactType)).toEqual([
      "text/markdown",
      "application/vnd.cyclonedx+json",
      "application/vnd.in-toto+json",
      "application/vnd.in-toto+json",
      "application/vnd.in-toto+json",
    ]);
    const attached = await Promise.all(listed.map(({ digest }) => layoutOf(job).readManifest(digest)));
    const texts = await Promise.all(
      attached.map((manifest) => {
        const [layer] = JSON.parse(Buffer.from(manifest?.bytes ?? []).toString("utf8")).layers;
        return textOf(job, layer.digest, layer.size);
      }),
    );
    expect(texts).toContain(readFileSync(outputs["evidence"] ?? "", "utf8"));
  });

  it("has the same digest when it is packed again", async () => {
    const job = createPackageJob();
    job.leaveEvidence();
    const first = await job.pack();
    const second = await job.pack({}, { GITHUB_RUN_NUMBER: "58" });
    expect(second.evidence.package?.digest).toBe(first.evidence.package?.digest);
    expect(second.printed).toContain("were there already");
  });

  it("keeps the packages of two keys apart", async () => {
    const job = createPackageJob();
    job.leaveEvidence({ key: "seed-1" });
    job.leaveEvidence({ key: "seed-2", run: { parameters: { seed: 2 } } });
    const { evidence, outputs } = await job.pack({ key: "seed-1", predictions: "none" });
    expect(outputs["artifact-name"]).toBe("pawl-package-late-flights-seed-1");
    expect(evidence).toMatchObject({ key: "seed-1", lineage: { run: { key: "seed-1" } } });
    expect(evidence.package?.layers.some(({ kind }) => kind === "dataset")).toBe(false);
  });

  it("is packed from named evidence where other jobs left it", async () => {
    const job = createPackageJob();
    job.leaveEvidence();
    job.write("run.json", readFileSync(join(job.kept, "run.json"), "utf8"));
    const { evidence } = await job.pack({ evidence: "run.json" });
    expect(evidence.lineage.broken).toEqual(["No evaluation says how good the model is."]);
    expect(evidence.notes.join()).toContain("is not what the evaluation scored, so it is not packed");
  });
});

describe("what is packed can be chosen", () => {
  it.each`
    what                             | inputs                                                                                             | packed
    ${"neither code nor documents"}  | ${{ code: "none", docs: "none", predictions: "none" }}                                             | ${["weight model.joblib", "doc MODEL_CARD.md"]}
    ${"predictions of another job"}  | ${{ code: "none", docs: "none", predictions: "given.csv" }}                                        | ${["weight model.joblib", "doc MODEL_CARD.md", "dataset evaluation/predictions.csv"]}
    ${"what belongs to the weights"} | ${{ config: "labels.json", code: "train.py", docs: "none", predictions: "none" }}                  | ${["weight model.joblib", "weight.config labels.json", "code train.py", "doc MODEL_CARD.md"]}
    ${"all but one of many"}         | ${{ code: "*.py\n!train.py", docs: "none", predictions: "none" }}                                  | ${["weight model.joblib", "code serve.py", "doc MODEL_CARD.md"]}
    ${"a folder that is worked in"}  | ${{ "working-directory": "sub", code: "none", docs: "none", predictions: "none", files: "w.bin" }} | ${["weight w.bin", "doc MODEL_CARD.md"]}
  `("$what", async ({ inputs, packed }: { inputs: Record<string, string>; packed: string[] }) => {
    const files = {
      "labels.json": "{}",
      "serve.py": "pass\n",
      "sub/w.bin": "w",
      "given.csv": "id,label,score\n1,0,0.2\n",
    };
    const job = createPackageJob(files);
    job.leaveEvidence();
    const { evidence } = await job.pack(inputs);
    expect(evidence.package?.layers.map(({ kind, path }) => `${kind} ${path}`)).toEqual(packed);
  });
});

describe("a package without a whole lineage is packed, and says which link is missing", () => {
  it("without evidence", async () => {
    const { code, evidence, outputs, printed } = await createPackageJob().pack();
    expect(code).toBe(0);
    expect(outputs["lineage"]).toBe("broken");
    expect(evidence.lineage.broken?.[0]).toBe("No evidence says which training made the model.");
    expect(printed).toContain("::warning::Lineage: No evidence says");
  });

  it("with weights that the training did not leave", async () => {
    const job = createPackageJob();
    job.leaveEvidence();
    job.write("model.joblib", "other weights");
    const { code, evidence, summary } = await job.pack();
    expect(code).toBe(0);
    expect(evidence.lineage.broken).toEqual(["model.joblib is not one of the training's outputs, byte for byte."]);
    expect(summary).toContain("Lineage is broken");
  });
});

describe("what cannot be packed fails the step, and its evidence says why", () => {
  const TOKEN = `ghp_${"a1B2".repeat(10)}`;

  it.each`
    what                                 | files                                                                                                       | inputs                                                                | said
    ${"weights that are not there"}      | ${{}}                                                                                                       | ${{ files: "model.onnx" }}                                            | ${'input "files": model.onnx matches no file'}
    ${"weights outside of the checkout"} | ${{}}                                                                                                       | ${{ files: "../../etc/passwd" }}                                      | ${"lies outside of the working directory"}
    ${"a card that is not there"}        | ${{}}                                                                                                       | ${{ card: "CARD.md" }}                                                | ${'input "card": CARD.md is not a file'}
    ${"a card that boasts"}              | ${{ "MODEL_CARD.md": "---\nmodel-index: [{ results: [{ metrics: [{ type: auc, value: 0.99 }] }] }]\n---" }} | ${{}}                                                                 | ${"MODEL_CARD.md contradicts the evidence: model-index[0].results[0].metrics[0].value"}
    ${"a token in the code"}             | ${{ "serve.py": `KEY = "${TOKEN}"\n` }}                                                                     | ${{}}                                                                 | ${"serve.py is not packed: it has a token of GitHub"}
    ${"a private key"}                   | ${{ "a.txt": "-----BEGIN RSA PRIVATE KEY-----" }}                                                           | ${{ docs: "a.txt" }}                                                  | ${"a.txt is not packed: it has a private key"}
    ${"a file of secrets"}               | ${{ ".env": "A=1" }}                                                                                        | ${{ config: ".env" }}                                                 | ${".env is not packed: it has a name that only files with secrets have"}
    ${"the registry's password"}         | ${{ "a.txt": "the word is opensesame" }}                                                                    | ${{ docs: "a.txt", registry: "127.0.0.1:9", password: "opensesame" }} | ${"a secret of this job"}
    ${"evidence of another model"}       | ${{}}                                                                                                       | ${{ evidence: "nothing.json" }}                                       | ${"nothing.json cannot be read"}
    ${"capital letters alone"}           | ${{ "a/x.txt": "1", "A/x.txt": "2" }}                                                                       | ${{ docs: "*/x.txt" }}                                                | ${"cannot be told apart on every disk"}
  `(
    "$what",
    async ({
      files,
      inputs,
      said,
    }: {
      files: Record<string, string>;
      inputs: Record<string, string>;
      said: string;
    }) => {
      const job = createPackageJob(files);
      job.leaveEvidence();
      const { code, evidence, outputs, printed } = await job.pack(inputs);
      expect(code).toBe(1);
      const told = evidence.outcome.kind === "failed" ? evidence.outcome.logTail.join("\n") : "";
      expect(told).toContain(said);
      expect(printed).toContain("::error::INPUT_INVALID");
      expect(`${told}${printed}`).not.toContain(TOKEN);
      expect(outputs).toMatchObject({ outcome: "failed", digest: "", reference: "", layout: "" });
    },
  );

  it("a link, which could name any file of the runner", async () => {
    const job = createPackageJob();
    symlinkSync("/etc/passwd", join(job.workspace, "link.joblib"));
    mkdirSync(join(job.workspace, "real"));
    writeFileSync(join(job.workspace, "real/a.joblib"), "a");
    symlinkSync(join(job.workspace, "real"), join(job.workspace, "linked"));
    for (const files of ["link.joblib", "linked/a.joblib"]) {
      const { code, printed } = await job.pack({ files });
      expect(code).toBe(1);
      expect(printed).toContain(`${files} is a link, or lies behind one`);
    }
  });

  it("the value of a secret variable, in whatever file", async () => {
    const job = createPackageJob({ "notes.txt": "password: tr0ub4dor&3-horse\n" });
    const { code, printed } = await job.pack({ docs: "notes.txt" }, { DB_PASSWORD: "tr0ub4dor&3-horse" });
    expect(code).toBe(1);
    expect(printed).toContain("notes.txt is not packed: it has the value of the variable DB_PASSWORD");
    expect(printed).not.toContain("tr0ub4dor");
  });

  it("but a secret in the card is replaced, and a note says so", async () => {
    const job = createPackageJob({ "MODEL_CARD.md": "# Card\n\nCall it with token=tr0ub4dor-horse today.\n" });
    job.leaveEvidence();
    const { code, evidence } = await job.pack({}, { API_TOKEN: "tr0ub4dor-horse" });
    expect(code).toBe(0);
    expect(evidence.notes.join()).toContain("MODEL_CARD.md held what looks like a secret");
    const card = evidence.package?.layers.find(({ path }) => path === "MODEL_CARD.md");
    const text = await textOf(job, card?.digest ?? "", card?.bytes ?? 0);
    expect(text).toContain("[redacted]");
    expect(text).not.toContain("tr0ub4dor");
  });

  it.each`
    inputs                                        | said
    ${{ repository: "a/b" }}                      | ${'input "repository": no registry is named'}
    ${{ registry: "ghcr.io", layout: "x" }}       | ${'input "layout": a registry is named as well'}
    ${{ registry: "ghcr.io", username: "ana" }}   | ${'input "username": there is no password'}
    ${{ registry: "ghcr.io", repository: "A/b" }} | ${"Registries want lower case"}
    ${{ tags: "v 1" }}                            | ${"is no tag"}
    ${{ files: "" }}                              | ${'input "files" is missing'}
  `(
    "inputs that contradict each other leave none: $said",
    async ({ inputs, said }: { inputs: Record<string, string>; said: string }) => {
      await expect(createPackageJob().pack(inputs)).rejects.toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
      const error = await createPackageJob()
        .pack(inputs)
        .catch((thrown: unknown) => thrown);
      expect(`${String(Object(error).message)} ${String(Object(error).hint)}`).toContain(said);
    },
  );
});

describe("a package for a registry", () => {
  async function registry() {
    const { host, close } = await startRegistry({ folder: temporaryFolder(), port: 0 });
    onTestFinished(close);
    return host;
  }

  it("is pushed under the repository's name, with its tags and attachments", async () => {
    const host = await registry();
    const job = createPackageJob();
    job.leaveEvidence();
    const { code, evidence, outputs } = await job.pack({ registry: host, tags: "newest\nv1" });
    expect(code).toBe(0);
    expect(evidence.package).toMatchObject({ repository: `${host}/acme/demo/late-flights`, tags: ["newest", "v1"] });
    expect(outputs["layout"]).toBe("");
    const store = openOciStore(`${host}/acme/demo/late-flights`);
    expect((await store.readManifest("newest"))?.digest).toBe(evidence.package?.digest);
    expect(await store.listAttachments(evidence.package?.digest ?? "")).toHaveLength(5);
  });

  it.skipIf(!hasSkopeo)("can be copied by skopeo, blob by blob", async () => {
    const host = await registry();
    const job = createPackageJob();
    job.leaveEvidence();
    const { evidence } = await job.pack({ registry: host, tags: "v1" });
    const folder = temporaryFolder();
    const copy = ["copy", "--quiet", "--src-tls-verify=false", "--insecure-policy"];
    await promisify(execFile)("skopeo", [...copy, `docker://${host}/acme/demo/late-flights:v1`, `oci:${folder}:v1`]);
    const blobs = readdirSync(join(folder, "blobs/sha256"));
    for (const { digest } of evidence.package?.layers ?? []) expect(blobs).toContain(digest.slice("sha256:".length));
    expect(blobs).toContain(evidence.package?.digest.slice("sha256:".length));
  });

  it("that refuses it fails the step, and says so", async () => {
    const server = createServer((_, response) => response.writeHead(403).end('{"errors":[{"code":"DENIED"}]}'));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const host = `127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
    const job = createPackageJob();
    job.leaveEvidence();
    const { code, evidence, printed } = await job.pack({ registry: host });
    expect(code).toBe(1);
    expect(evidence.outcome.kind).toBe("failed");
    expect(evidence.package).toBeUndefined();
    expect(printed).toContain("::error::REGISTRY_REFUSED");
  });
});

describe("a signature", () => {
  /** Gives no identity, like a service that is down. */
  async function brokenIssuer() {
    const server = createServer((_, response) => response.writeHead(400).end("no"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    return `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}/`;
  }

  it.each`
    what                      | inputs                     | env                                                                                             | said
    ${"the job may not sign"} | ${{ "github-token": "t" }} | ${{}}                                                                                           | ${"no permission `id-token: write`"}
    ${"there is no token"}    | ${{}}                      | ${{ ACTIONS_ID_TOKEN_REQUEST_URL: "http://127.0.0.1:9/", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t" }} | ${"has no github-token"}
    ${"nobody wants one"}     | ${{ attest: "never" }}     | ${{}}                                                                                           | ${"attest: never"}
  `("is not made where $what, and the evidence says so", async ({ inputs, env, said }) => {
    const job = createPackageJob();
    job.leaveEvidence();
    const { code, evidence } = await job.pack(inputs, env);
    expect(code).toBe(0);
    expect(evidence.attestation).toMatchObject({ kind: "digests-only", reason: expect.stringContaining(said) });
  });

  it("that fails loses no package, and fails the step only where one is required", async () => {
    const job = createPackageJob();
    job.leaveEvidence();
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: await brokenIssuer(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t" };
    for (const [name, value] of Object.entries(env)) process.env[name] = value;
    onTestFinished(() => {
      for (const name of Object.keys(env)) delete process.env[name];
    });
    const signing = { "github-token": "t" };
    const required = await job.pack({ ...signing, attest: "required" }, env);
    expect(required.code).toBe(1);
    expect(required.printed).toContain("The package is there, but it is not signed");
    expect(required.evidence).toMatchObject({
      outcome: { kind: "succeeded" },
      attestation: { kind: "digests-only", reason: expect.stringContaining("Signing failed") },
    });
    expect((await layoutOf(job).readManifest(required.evidence.package?.digest ?? ""))?.digest).toBeDefined();
    expect((await job.pack(signing, env)).code).toBe(0);
  }, 60_000);
});
