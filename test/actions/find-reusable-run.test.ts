import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { findReusableRun } from "../../actions/train/find-reusable-run.ts";
import { reuseTraining } from "../../actions/train/reuse-training.ts";
import { fitEvidence } from "../../src/core/evidence/fit-evidence.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { documentDigest, serializeEvidence } from "../../src/core/evidence/statement.ts";
import { runEvidence } from "../support/run-evidence.ts";

const DIGEST = "d".repeat(64);
const parts = { code: DIGEST, parameters: DIGEST, data: DIGEST, environment: DIGEST, command: DIGEST };
const EARLIER = runEvidence({ metrics: { "roc-auc": 0.67 }, inputDigest: { value: DIGEST, parts } });
const PATH = "evidence/late-flights/2026-11/run-41-1.json";

function entry(more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    kind: "run",
    path: PATH,
    digest: documentDigest(serializeEvidence(EARLIER)),
    commit: EARLIER.identity.commit,
    workflowRun: { id: 41, number: 7, attempt: 1, event: "push" },
    branch: "main",
    onDefaultBranch: true,
    acceptedAt: EARLIER.finishedAt,
    startedAt: EARLIER.startedAt,
    finishedAt: EARLIER.finishedAt,
    outcome: "succeeded",
    inputDigest: DIGEST,
    metrics: {},
    ...more,
  };
}

interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly document?: string;
  readonly artifacts?: readonly { readonly name: string; readonly expired: boolean }[];
  /** Answer everything with this status. */
  readonly status?: number;
}

/** The three requests of GitHub's API that a lookup needs, on this machine. */
async function serve({ entries, document, artifacts = [], status }: Ledger): Promise<string> {
  const files: Record<string, string> = {
    "models/late-flights/index.json": JSON.stringify({ schema: "pawl.index/v1", model: "late-flights", entries }),
    [PATH]: document ?? serializeEvidence(EARLIER),
  };
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? "");
    const file = files[/^\/repos\/acme\/demo\/contents\/(.+)\?ref=pawl$/.exec(url)?.[1] ?? ""];
    const listed = url.startsWith("/repos/acme/demo/actions/runs/41/artifacts");
    const answer = listed
      ? {
          total_count: artifacts.length,
          artifacts: artifacts.map((artifact, index) => ({ id: index + 1, size_in_bytes: 10, ...artifact })),
        }
      : file === undefined
        ? undefined
        : { type: "file", size: file.length, sha: "a".repeat(40), content: Buffer.from(file).toString("base64") };
    response.writeHead(status ?? (answer === undefined ? 404 : 200), { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: "Not Found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
}

const find = async (ledger: Ledger, more: { readonly key?: string; readonly inputDigest?: string } = {}) =>
  findReusableRun({
    model: "late-flights",
    repository: "acme/demo",
    inputDigest: DIGEST,
    token: "ghs_test",
    apiUrl: await serve(ledger),
    ...more,
  });

const PREDICTIONS = { name: "pawl-predictions-late-flights", expired: false };

describe("an accepted run with the same inputs", () => {
  it("is reused, with everything it measured", async () => {
    const { found } = await find({ entries: [entry()] });
    expect(found?.reused).toMatchObject({ workflowRunId: 41, workflowRunNumber: 7, document: entry().digest });
    expect(found?.evidence.metrics).toEqual({ "roc-auc": 0.67 });
  });

  it("is reused where its predictions are still there", async () => {
    const entries = [entry(), entry({ kind: "evaluation", path: PATH.replace("run-", "evaluation-") })];
    expect((await find({ entries, artifacts: [PREDICTIONS] })).found).toBeDefined();
  });

  it("gives the evidence of this commit, which says where it comes from", async () => {
    const { found } = await find({ entries: [entry()] });
    if (found === undefined) throw new Error("not found");
    const identity = { ...EARLIER.identity, commit: "b".repeat(40) };
    const { evidence, text } = fitEvidence(reuseTraining(found, identity, new Date("2026-11-25T12:00:00Z")));
    expect(evidence).toMatchObject({
      identity: { commit: "b".repeat(40) },
      reused: { commit: EARLIER.identity.commit },
    });
    expect(text).toContain("Not trained again");
  });

  it("that itself was reused leads to the run that was made", async () => {
    const entries = [entry({ reused: 41, path: "evidence/late-flights/2026-11/run-50-1.json" }), entry()];
    expect((await find({ entries })).found?.reused.workflowRunId).toBe(41);
  });
});

describe("trained anew", () => {
  it.each<{ what: string; ledger: Ledger; note: string | undefined }>([
    { what: "nothing is on the ledger", ledger: { entries: [] }, note: undefined },
    { what: "the inputs differ", ledger: { entries: [entry({ inputDigest: "e".repeat(64) })] }, note: undefined },
    { what: "the run failed", ledger: { entries: [entry({ outcome: "failed" })] }, note: undefined },
    { what: "it has another key", ledger: { entries: [entry({ key: "seed-2" })] }, note: undefined },
    {
      what: "the document is not the index's",
      ledger: { entries: [entry({ digest: DIGEST })] },
      note: "not what the index says",
    },
    {
      what: "the document is broken",
      ledger: { entries: [entry({ digest: documentDigest("{}") })], document: "{}" },
      note: "could not be found out",
    },
    { what: "the token may not read", ledger: { entries: [entry()], status: 403 }, note: "could not be found out" },
    {
      what: "its predictions have expired",
      ledger: {
        entries: [entry(), entry({ kind: "evaluation", path: "evidence/late-flights/2026-11/evaluation-41-1.json" })],
        artifacts: [{ ...PREDICTIONS, expired: true }],
      },
      note: "is gone",
    },
  ])("where $what", async ({ ledger, note }) => {
    const search = await find(ledger);
    expect(search.found).toBeUndefined();
    if (note === undefined) expect(search).not.toHaveProperty("note");
    else expect(search).toHaveProperty("note", expect.stringContaining(note));
  });

  it("where GitHub cannot be reached", async () => {
    const search = await findReusableRun({
      model: "late-flights",
      repository: "acme/demo",
      inputDigest: DIGEST,
      token: "ghs_test",
      apiUrl: "http://127.0.0.1:9",
    });
    expect(search.found).toBeUndefined();
    expect(search).toHaveProperty("note");
  });
});
