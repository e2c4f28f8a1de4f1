import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { pull } from "../../actions/pull/index.ts";
import { PULL_OUTPUTS } from "../../actions/pull/inputs.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { documentDigest } from "../../src/core/evidence/statement.ts";
import type { ModelVersion, Registry } from "../../src/core/registry/registry.ts";
import { parseOutputs } from "../support/action-job.ts";
import { createPackageJob, MODEL_TEXT, type PackageJob, type PackedJob } from "../support/package-job.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const AT = "2026-11-20T10:01:00.000Z";
const OTHER = `sha256:${"0".repeat(64)}`;

async function packedJob(inputs: Readonly<Record<string, string>> = {}) {
  const job = createPackageJob();
  job.leaveEvidence();
  const packed = await job.pack(inputs);
  return { job, packed, digest: packed.evidence.package?.digest ?? "" };
}

async function runPull(job: PackageJob, inputs: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) {
  const output = join(temporaryFolder(), "output");
  writeFileSync(output, "");
  const given = { PAWL_INPUTS: JSON.stringify({ "github-token": "", ...inputs }), GITHUB_OUTPUT: output };
  const code = await pull({ ...job.env, ...given, ...env });
  return {
    code,
    outputs: parseOutputs(readFileSync(output, "utf8")),
    folder: join(job.workspace, inputs["folder"] ?? "package"),
  };
}

interface Served {
  readonly aliases?: string;
  readonly change?: (text: string) => string;
  readonly location?: ModelVersion["location"];
}

/** A GitHub with an alias file on the default branch, and version 8 on the ledger. */
async function serveVersion({ evidence }: PackedJob, { aliases = "production: 8\n", change, location }: Served = {}) {
  const digest = evidence.package?.digest ?? "";
  const head = { version: 8, digest, origin: "registered", commit: "a".repeat(40), registeredAt: AT } as const;
  const version: ModelVersion = {
    schema: "pawl.version/v1",
    model: "late-flights",
    ...head,
    location: location ?? { kind: "oci", repository: evidence.package?.repository ?? "" },
    registeredBy: "ana",
    lineage: evidence.lineage,
    attestation: evidence.attestation,
    metrics: {},
    notes: [],
  };
  const text = JSON.stringify(version);
  const registry: Registry = {
    schema: "pawl.registry/v1",
    model: "late-flights",
    versions: [{ ...head, document: documentDigest(text) }],
    promotions: [],
  };
  const files: Readonly<Record<string, string>> = {
    ".pawl/aliases/late-flights.yml": aliases,
    "models/late-flights/registry.json": JSON.stringify(registry),
    "models/late-flights/versions/8.json": change?.(text) ?? text,
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(/\/contents\/([^?]+)/.exec(request.url ?? "")?.[1] ?? "");
    const content = files[path];
    const body =
      path === ""
        ? { default_branch: "main" }
        : { type: "file", size: content?.length, sha: "a", content: Buffer.from(content ?? "").toString("base64") };
    const status = path !== "" && content === undefined ? 404 : 200;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { GITHUB_API_URL: `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}` };
}

const token = { "github-token": "t" };

describe("a package is pulled", () => {
  it("by a reference with its digest, file by file as it was packed", async () => {
    const { job, packed, digest } = await packedJob();
    const { code, outputs, folder } = await runPull(job, { reference: packed.outputs["reference"] ?? "" });
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "model.joblib"), "utf8")).toBe(MODEL_TEXT);
    expect(readdirSync(folder).sort()).toEqual([
      "MODEL_CARD.md",
      "data",
      "evaluation",
      "model.joblib",
      "params.yaml",
      "train.py",
    ]);
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(PULL_OUTPUTS).sort());
    expect(outputs).toMatchObject({ folder, digest, version: "", files: "6" });
  });

  it("by the alias that its version holds", async () => {
    const { job, packed, digest } = await packedJob();
    const env = await serveVersion(packed);
    const { outputs } = await runPull(job, { model: "late-flights", environment: "production", ...token }, env);
    expect(outputs).toMatchObject({ digest, version: "8", reference: packed.outputs["reference"] });
  });

  it("by everything that a deploy workflow is told, from a registry", async () => {
    const { host, close } = await startRegistry({ folder: temporaryFolder(), port: 0 });
    onTestFinished(close);
    const { job, packed, digest } = await packedJob({ registry: host });
    const told = {
      model: "late-flights",
      environment: "production",
      version: "8",
      digest,
      reference: packed.outputs["reference"] ?? "",
    };
    const { outputs, folder } = await runPull(job, { ...told, ...token }, await serveVersion(packed));
    expect(outputs).toMatchObject({ digest, version: "8", reference: `${host}/acme/demo/late-flights@${digest}` });
    expect(existsSync(join(folder, "model.joblib"))).toBe(true);
  });
});

describe("nothing is pulled where what was asked for does not agree", () => {
  it.each`
    what                                  | inputs                                                                           | served                                                      | said
    ${"a tag, which can be moved"}        | ${{ reference: "ghcr.io/acme/x:v8" }}                                            | ${{}}                                                       | ${"has no digest"}
    ${"nothing"}                          | ${{}}                                                                            | ${{}}                                                       | ${"nothing says what to pull"}
    ${"a version of no model"}            | ${{ version: "8" }}                                                              | ${{}}                                                       | ${'input "model" is missing'}
    ${"another digest than the version"}  | ${{ model: "late-flights", version: "8", digest: OTHER }}                        | ${{}}                                                       | ${"the input digest says sha256:0000"}
    ${"another package than the version"} | ${{ model: "late-flights", version: "8", reference: `ghcr.io/evil/x@${OTHER}` }} | ${{}}                                                       | ${"the input reference says sha256:0000"}
    ${"a version that is not there"}      | ${{ model: "late-flights", version: "9" }}                                       | ${{}}                                                       | ${"late-flights has no version 9"}
    ${"a version that the alias left"}    | ${{ model: "late-flights", environment: "production", version: "8" }}            | ${{ aliases: "production: 9\n" }}                           | ${"production is held by version 9, not by version 8"}
    ${"an alias that is not there"}       | ${{ model: "late-flights", environment: "staging" }}                             | ${{}}                                                       | ${"has no staging"}
    ${"an alias file of tricks"}          | ${{ model: "late-flights", environment: "production" }}                          | ${{ aliases: "production: &a 8\n" }}                        | ${"is not valid"}
    ${"a version changed by hand"}        | ${{ model: "late-flights", version: "8" }}                                       | ${{ change: (text: string) => text.replace("ana", "eve") }} | ${"is not the document that the registry names"}
    ${"weights that stay elsewhere"}      | ${{ model: "late-flights", version: "8" }}                                       | ${{ location: { kind: "uri", uri: "s3://a/b" } }}           | ${"version 8 stays at s3://a/b"}
  `("$what", async ({ inputs, served, said }: { inputs: Record<string, string>; served: Served; said: string }) => {
    const { job, packed } = await packedJob();
    const env = await serveVersion(packed, served);
    await expect(runPull(job, { ...inputs, ...token }, env)).rejects.toThrow(said);
    expect(existsSync(join(job.workspace, "package"))).toBe(false);
  });

  it("weights swapped in the registry", async () => {
    const { job, packed } = await packedJob();
    const [weights] = packed.evidence.package?.layers ?? [];
    writeFileSync(
      join(job.workspace, "pawl-package/blobs/sha256", weights?.digest.slice(7) ?? ""),
      "evil weights here!\n",
    );
    await expect(runPull(job, { reference: packed.outputs["reference"] ?? "" })).rejects.toThrow(
      "is something else there",
    );
    expect(existsSync(join(job.workspace, "package"))).toBe(false);
  });

  it("a folder that holds something, which might be served beside the model", async () => {
    const { job, packed } = await packedJob();
    job.write("package/predict.py", "import os\n");
    await expect(runPull(job, { reference: packed.outputs["reference"] ?? "" })).rejects.toThrow("is not empty");
    expect(readFileSync(join(job.workspace, "package/predict.py"), "utf8")).toBe("import os\n");
  });
});
