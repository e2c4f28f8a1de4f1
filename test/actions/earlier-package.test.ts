import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { addToIndex } from "../../src/core/evidence/ledger-index.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { documentDigest } from "../../src/core/evidence/statement.ts";
import { createPackageJob } from "../support/package-job.ts";

const AT = "2026-11-20T10:01:00.000Z";
const PATH = "evidence/late-flights/2026-11/package-41-1.json";
/** Workflow run 41 trained; the one at hand found that it need not. */
const REUSED: RunEvidence["reused"] = {
  workflowRunId: 41,
  workflowRunNumber: 7,
  attempt: 1,
  commit: "c".repeat(40),
  document: "7".repeat(64),
  finishedAt: "2026-11-20T10:00:09.000Z",
};

/** A ledger whose index names the package document `text` of workflow run 41. */
async function serveLedger(text: string, digest: string, indexed = documentDigest(text)) {
  const index = addToIndex(undefined, "late-flights", [
    {
      ...{ kind: "package", path: PATH, digest: indexed, commit: "c".repeat(40) },
      workflowRun: { id: 41, attempt: 1, number: 7, event: "pull_request" },
      ...{ branch: "deeper", onDefaultBranch: false, acceptedAt: AT, startedAt: AT, finishedAt: AT },
      ...{ outcome: "succeeded", package: digest, metrics: {} },
    },
  ]);
  const files: Readonly<Record<string, string>> = {
    "models/late-flights/index.json": JSON.stringify(index),
    [PATH]: text,
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(/\/contents\/([^?]+)/.exec(request.url ?? "")?.[1] ?? "");
    const content = files[path];
    const body = { type: "file", size: 1, sha: "a", content: Buffer.from(content ?? "").toString("base64") };
    response
      .writeHead(content === undefined ? 404 : 200, { "content-type": "application/json" })
      .end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { GITHUB_API_URL: `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}` };
}

/** A job whose training was packed once, and that now reuses it without weights at hand. */
async function reusingJob() {
  const job = createPackageJob();
  job.leaveEvidence();
  const first = await job.pack();
  const text = readFileSync(first.outputs["evidence"] ?? "", "utf8");
  job.leaveEvidence({ run: { reused: REUSED } });
  rmSync(join(job.workspace, "model.joblib"));
  return { job, first, text, digest: first.evidence.package?.digest ?? "" };
}

const token = { "github-token": "t", attest: "never" };

describe("a model that was not trained again", () => {
  it("is the package that the earlier workflow run left, with the lineage of this one", async () => {
    const { job, first, text, digest } = await reusingJob();
    const { code, evidence, outputs, printed } = await job.pack(token, await serveLedger(text, digest));
    expect(code).toBe(0);
    expect(evidence.package).toEqual(first.evidence.package);
    expect(evidence.lineage.broken).toBeUndefined();
    expect(evidence.lineage.run?.workflowRun.id).toBe(9001);
    expect(evidence.notes.join()).toContain("Not packed again: workflow run 41 had the same inputs.");
    expect(outputs["digest"]).toBe(digest);
    expect(printed).toContain("Not packed again");
  });

  it.each`
    what                            | ledger                                                                         | said
    ${"the ledger has none"}        | ${async () => ({ GITHUB_API_URL: "http://127.0.0.1:9" })}                      | ${"left no package in oci-layout:pawl-package"}
    ${"its document was changed"}   | ${(text: string, digest: string) => serveLedger(text, digest, "0".repeat(64))} | ${"left no package in oci-layout:pawl-package"}
    ${"its document is of another"} | ${(text: string) => serveLedger(text, `sha256:${"0".repeat(64)}`)}             | ${"left no package in oci-layout:pawl-package"}
  `(
    "cannot be packed where $what, and the evidence says why",
    async ({ ledger, said }) => {
      const { job, text, digest } = await reusingJob();
      const { code, evidence } = await job.pack(token, await ledger(text, digest));
      expect(code).toBe(1);
      expect(evidence.notes.join()).toContain(said);
      expect(evidence.outcome).toMatchObject({
        kind: "failed",
        logTail: expect.arrayContaining([expect.stringContaining("matches no file")]),
      });
    },
    120_000,
  );

  it("cannot be taken from a registry that has lost it", async () => {
    const { job, text, digest } = await reusingJob();
    rmSync(join(job.workspace, "pawl-package"), { recursive: true });
    const { code, evidence } = await job.pack(token, await serveLedger(text, digest));
    expect(code).toBe(1);
    expect(evidence.notes.join()).toContain("left no package");
  });

  it("is packed anew where its weights are there all the same", async () => {
    const { job, text, digest } = await reusingJob();
    job.write("model.joblib", "weights of a model\n");
    const { code, evidence } = await job.pack(token, await serveLedger(text, digest));
    expect(code).toBe(0);
    expect(evidence.notes.join()).not.toContain("Not packed again");
  });
});
