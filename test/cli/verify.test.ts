import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { addToIndex, type LedgerEntry, ledgerDocumentPath } from "../../src/core/evidence/ledger-index.ts";
import { documentDigest, evidenceKind, parseStatement } from "../../src/core/evidence/statement.ts";
import type { ModelVersion, Registry } from "../../src/core/registry/registry.ts";
import { createPackageJob, type PackageJob, type PackedJob } from "../support/package-job.ts";
import { pawlIn } from "../support/pawl-at-terminal.ts";

interface Link {
  readonly name: string;
  readonly state: string;
  readonly said: string;
}

const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-C", folder, "-c", "user.name=Ana", "-c", "user.email=ana@example.com", ...args], {
    encoding: "utf8",
  }).trim();

const AT = "2026-11-20T10:01:00.000Z";

/** Files of a ledger that accepted what a job left, as the App writes them. */
function ledgerFiles(job: PackageJob, packed: PackedJob, registered: boolean): Map<string, string> {
  const files = new Map<string, string>();
  const entries: LedgerEntry[] = ["run.json", "evaluation.json", "package.json"].map((name) => {
    const text = readFileSync(join(job.kept, name), "utf8");
    const { predicate } = parseStatement(Buffer.from(text), name);
    const kind = evidenceKind(predicate);
    const { id, attempt, number } = predicate.identity.workflowRun;
    const path = ledgerDocumentPath({ kind, model: predicate.model }, { id, attempt }, AT);
    files.set(path, text);
    return {
      ...{ kind, path, digest: documentDigest(text), commit: job.commit },
      workflowRun: { id, attempt, number, event: "push" },
      ...{
        branch: "main",
        onDefaultBranch: true,
        acceptedAt: AT,
        startedAt: AT,
        finishedAt: AT,
        outcome: "succeeded" as const,
      },
      ...(kind === "package" ? { package: packed.evidence.package?.digest } : {}),
      metrics: {},
    };
  });
  files.set("models/late-flights/index.json", JSON.stringify(addToIndex(undefined, "late-flights", entries)));
  if (registered) for (const [path, text] of registryFiles(job, packed)) files.set(path, text);
  return files;
}

function registryFiles(job: PackageJob, { evidence }: PackedJob): (readonly [string, string])[] {
  const digest = evidence.package?.digest ?? "";
  const head = { version: 1, digest, origin: "registered", commit: job.commit, registeredAt: AT } as const;
  const version: ModelVersion = {
    schema: "pawl.version/v1",
    model: "late-flights",
    ...head,
    location: { kind: "oci", repository: evidence.package?.repository ?? "" },
    registeredBy: "ana",
    package: {
      document: documentDigest(readFileSync(join(job.kept, "package.json"))),
      workflowRun: { id: evidence.identity.workflowRun.id, attempt: evidence.identity.workflowRun.attempt },
    },
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
  return [
    ["models/late-flights/versions/1.json", text],
    ["models/late-flights/registry.json", JSON.stringify(registry)],
  ];
}

/** Puts files on the branch `pawl` of the checkout, beside its history. */
function writeLedger({ workspace }: PackageJob, files: ReadonlyMap<string, string>): void {
  git(workspace, "checkout", "-q", "--orphan", "pawl");
  git(workspace, "rm", "-rqf", "--cached", ".");
  for (const [path, text] of files) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  git(workspace, "add", "evidence", "models");
  git(workspace, "commit", "-q", "-m", "Accept");
  git(workspace, "checkout", "-q", "-f", "main");
}

async function packedJob() {
  const job = createPackageJob();
  job.leaveEvidence();
  return { job, packed: await job.pack() };
}

async function verify(
  job: PackageJob,
  { outputs }: PackedJob,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
) {
  const { PATH, HOME } = job.env;
  const ended = await pawlIn(job.workspace, { PATH, HOME, ...env }, [
    "verify",
    outputs["reference"] ?? "",
    "--json",
    ...args,
  ]);
  const document = ended.printed === "" ? undefined : JSON.parse(ended.printed);
  const links: readonly Link[] = document?.links ?? [];
  return {
    ...ended,
    verified: document?.verified,
    link: (name: string) => links.find((link) => link.name === name),
    links,
  };
}

interface GitHubAnswers {
  readonly signed: boolean;
  readonly attestations: number;
}

/**
 * A GitHub that has the checkout as `acme/demo`, and knows whether it signed commits and which digests have
 * attestations. The checkout's remote is there.
 */
async function serveGitHub({ workspace }: PackageJob, { signed, attestations }: GitHubAnswers) {
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    const file = /^\/acme\/demo\.git\/([\w./-]+)/.exec(url)?.[1];
    if (file !== undefined) {
      const path = join(workspace, ".git", file);
      if (!existsSync(path)) return response.writeHead(404).end();
      return response.writeHead(200).end(readFileSync(path));
    }
    if (/\/contents\//.test(url)) return response.writeHead(404, { "content-type": "application/json" }).end("{}");
    const commit = { author: { name: "pawl" }, verification: { verified: signed } };
    const body = /\/attestations\//.test(url)
      ? { attestations: Array.from({ length: attestations }, () => ({ bundle: {} })) }
      : { sha: "c".repeat(40), author: { login: "pawl[bot]" }, commit };
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
  // Git reads a folder of files over HTTP where these lists are in it.
  git(workspace, "update-server-info");
  git(workspace, "remote", "add", "origin", `${url}/acme/demo.git`);
  return { GITHUB_API_URL: url, GH_TOKEN: "t" };
}

describe("pawl verify", () => {
  it("finds every link of a registered package, where GitHub vouches for the ledger's commit", async () => {
    const { job, packed } = await packedJob();
    writeLedger(job, ledgerFiles(job, packed, true));
    // Where nobody may be asked, the chain holds as far as it can be seen.
    const offline = await verify(job, packed, ["--offline"]);
    expect(offline.links.filter(({ state }) => state !== "ok").map(({ name, state }) => `${name} ${state}`)).toEqual([
      "ledger commit unknown",
      "attestation none",
    ]);
    expect(offline.code).toBe(1);
    const { code, link } = await verify(job, packed, [], await serveGitHub(job, { signed: true, attestations: 0 }));
    expect(link("ledger commit")).toMatchObject({ state: "ok", said: expect.stringContaining("signed by GitHub") });
    expect(link("version")).toMatchObject({ state: "ok", said: "version 1 of the registry" });
    expect(code).toBe(0);
  });

  it("says which link is missing, in words", async () => {
    const { job, packed } = await packedJob();
    const ended = await pawlIn(job.workspace, { PATH: job.env["PATH"] }, ["verify", packed.outputs["reference"] ?? ""]);
    expect(ended.code).toBe(1);
    expect(ended.printed).toMatch(/✓ content/);
    expect(ended.printed).toMatch(/\? ledger +unknown +this clone has no ledger branch pawl/);
    expect(ended.printed).toContain("Could not be looked at: ledger, ledger commit, version.");
  });

  it("finds the evidence of a version that is older than what the index holds", async () => {
    const { job, packed } = await packedJob();
    const files = ledgerFiles(job, packed, true);
    files.set("models/late-flights/index.json", JSON.stringify(addToIndex(undefined, "late-flights", [])));
    writeLedger(job, files);
    const { link } = await verify(job, packed, ["--offline"]);
    for (const name of ["ledger", "evidence", "lineage", "version"]) expect(link(name)).toMatchObject({ state: "ok" });
  });

  it("reads the ledger at GitHub where a repository is named", async () => {
    const { job, packed } = await packedJob();
    const { code, link } = await verify(
      job,
      packed,
      ["-R", "acme/demo"],
      await serveGitHub(job, { signed: true, attestations: 1 }),
    );
    expect(link("ledger")?.said).toContain("branch pawl of acme/demo has no accepted evidence");
    expect(link("attestation")).toMatchObject({ state: "ok" });
    expect(code).toBe(1);
  });

  it.each`
    args                         | said
    ${[]}                        | ${"pawl verify takes one reference"}
    ${["ghcr.io/acme/x"]}        | ${"pawl verify takes one reference"}
    ${["--quick", "-R", "acme"]} | ${"--repository: acme is not owner/name"}
    ${["-R", "acme/demo"]}       | ${"there is no token"}
  `("ends with 2 where it is asked wrongly: $said", async ({ args, said }: { args: string[]; said: string }) => {
    const { job, packed } = await packedJob();
    const reference = args.length === 0 ? [] : [packed.outputs["reference"] ?? ""];
    const ended = await pawlIn(job.workspace, { PATH: job.env["PATH"] }, ["verify", ...reference, ...args]);
    expect(ended.code).toBe(2);
    expect(ended.told).toContain(said);
  });

  it("ends with 2 where there is no such package", async () => {
    const { job } = await packedJob();
    const ended = await pawlIn(job.workspace, { PATH: job.env["PATH"] }, [
      "verify",
      `oci-layout:pawl-package@sha256:${"0".repeat(64)}`,
    ]);
    expect(ended.code).toBe(2);
    expect(ended.told).toContain("NOT_FOUND");
  });
});

describe("attacks that pawl verify notices", () => {
  const blobs = ({ workspace }: PackageJob): string => join(workspace, "pawl-package/blobs/sha256");

  it("weights swapped in the registry", async () => {
    const { job, packed } = await packedJob();
    const digest = packed.evidence.package?.layers[0]?.digest.slice(7) ?? "";
    writeFileSync(join(blobs(job), digest), "evil weights here!!\n".slice(0, 19));
    const { code, link } = await verify(job, packed, ["--offline"]);
    expect(code).toBe(1);
    expect(link("content")).toEqual({
      name: "content",
      state: "broken",
      said: "model.joblib is not what the manifest names",
    });
    expect((await verify(job, packed, ["--offline", "--quick"])).link("content")?.said).toContain("were not read");
  });

  it("evidence on the ledger changed by hand", async () => {
    const { job, packed } = await packedJob();
    const files = ledgerFiles(job, packed, true);
    const path = [...files.keys()].find((name) => name.includes("/package-")) ?? "";
    files.set(path, (files.get(path) ?? "").replace(/"actor": "ana"/, '"actor": "eve"'));
    writeLedger(job, files);
    const { link } = await verify(job, packed, ["--offline"]);
    expect(link("ledger")).toMatchObject({ state: "broken", said: expect.stringContaining("was changed or is gone") });
  });

  it("a version on the ledger changed by hand", async () => {
    const { job, packed } = await packedJob();
    const files = ledgerFiles(job, packed, true);
    const path = "models/late-flights/versions/1.json";
    files.set(path, (files.get(path) ?? "").replace('"ana"', '"eve"'));
    writeLedger(job, files);
    expect((await verify(job, packed, ["--offline"])).link("version")).toMatchObject({ state: "broken" });
  });

  it("a ledger that somebody pushed: GitHub did not sign its commit", async () => {
    const { job, packed } = await packedJob();
    writeLedger(job, ledgerFiles(job, packed, false));
    const { code, link } = await verify(job, packed, [], await serveGitHub(job, { signed: false, attestations: 0 }));
    expect(link("ledger commit")).toMatchObject({
      state: "broken",
      said: expect.stringContaining("not signed by GitHub"),
    });
    expect(code).toBe(1);
  });

  it("another package's evidence hung on this one", async () => {
    const { job, packed } = await packedJob();
    const name =
      readdirSync(blobs(job)).find((file) =>
        readFileSync(join(blobs(job), file), "utf8").includes("pawl.package/v1"),
      ) ?? "";
    const forged = readFileSync(join(blobs(job), name), "utf8").replaceAll(
      packed.evidence.package?.digest.slice(7) ?? "",
      "0".repeat(64),
    );
    const path = join(blobs(job), createHash("sha256").update(forged).digest("hex"));
    writeFileSync(path, forged);
    const manifests = readdirSync(blobs(job)).filter((file) =>
      readFileSync(join(blobs(job), file), "utf8").includes(`sha256:${name}`),
    );
    expect(manifests.length).toBeGreaterThan(0);
    // The forged bytes stand under the old name: their digest gives them away.
    writeFileSync(join(blobs(job), name), forged);
    const { link } = await verify(job, packed, ["--offline"]);
    expect(link("evidence")).toMatchObject({ state: expect.stringMatching(/broken|missing/) });
  });
});
