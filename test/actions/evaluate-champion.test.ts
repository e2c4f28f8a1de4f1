import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { EvaluationEvidence } from "../../src/core/evidence/evaluation-evidence.ts";
import { ledgerDocumentPath } from "../../src/core/evidence/ledger-index.ts";
import { documentDigest, parseStatement, serializeEvidence } from "../../src/core/evidence/statement.ts";
import { planRegistration } from "../../src/core/registry/plan-registration.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { buildEvaluation, buildIdentity } from "../core/evidence/build-evidence.ts";
import { buildPackage } from "../reconcile/registry/build-package.ts";
import { createActionJob } from "../support/action-job.ts";
import { builtBundle } from "../support/build-bundle.ts";
import { buildZip } from "../support/build-zip.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const bundle = builtBundle();
const ENGINE = { PAWL_DUCKDB: fileURLToPath(new URL("../..", import.meta.url)) };
const CONFIG = "models:\n  late-flights:\n    paths: [src/**]\n    primary-metric: roc-auc\n";
const COMMIT = "c".repeat(40);
const AT = "2026-11-01T00:00:00Z";

const predictions = (shift: number) =>
  `id,label,score\n${Array.from({ length: 80 }, (_, row) => {
    const late = row % 4 === 0 ? 1 : 0;
    return `${String(row)},${String(late)},${(((row * 37 + shift * row) % 80) / 100 + 0.15 * late).toFixed(4)}`;
  }).join("\n")}\n`;

const THEIRS = Buffer.from(predictions(7));
const SHA256 = createHash("sha256").update(THEIRS).digest("hex");

interface World {
  readonly aliases: string;
  /** What the workflow run's artifact holds; undefined: it has expired. */
  readonly uploaded?: Buffer | undefined;
  /** Where the package lies. */
  readonly repository?: string;
  /** What the ledger has instead of the version that was registered. */
  readonly forgeVersion?: boolean;
}

/** Files of the ledger and of the default branch, with one version of late-flights. */
function filesOf({ aliases, repository = "oci-layout:/nowhere", forgeVersion = false }: World): Map<string, string> {
  const identity = buildIdentity({ commit: COMMIT, workflowRun: { id: 41, attempt: 1, number: 7, job: "train" } });
  const evaluation = serializeEvidence(
    buildEvaluation({ identity, predictions: { path: "predictions.csv", bytes: THEIRS.length, sha256: SHA256 } }),
  );
  const packed = buildPackage(identity);
  if (packed.package === undefined) throw new Error("no package");
  const layer = { ...packed.package.layers[0], digest: `sha256:${SHA256}`, bytes: THEIRS.length };
  const document = serializeEvidence({
    ...packed,
    package: {
      ...packed.package,
      repository,
      layers: [
        {
          mediaType: "application/vnd.cncf.model.dataset.v1.raw",
          ...layer,
          kind: "dataset",
          path: "evaluation/predictions.csv",
        },
      ],
    },
  });
  const workflowRun = { id: 41, attempt: 1 };
  const plan = planRegistration(
    [
      {
        model: "late-flights",
        digest: packed.package.digest,
        location: { kind: "oci", repository },
        origin: "registered",
        commit: COMMIT,
        registeredAt: AT,
        registeredBy: "ana",
        package: { document: documentDigest(document), workflowRun },
        lineage: { evaluations: [{ document: documentDigest(evaluation), workflowRun }], data: [] },
        attestation: { kind: "digests-only", reason: "none" },
        metrics: {},
        notes: [],
      },
    ],
    undefined,
    "late-flights",
  );
  const files = new Map(plan?.files);
  if (forgeVersion)
    files.set("models/late-flights/versions/1.json", `${files.get("models/late-flights/versions/1.json") ?? ""} `);
  files.set(".pawl/aliases/late-flights.yml", aliases);
  for (const [kind, text] of [
    ["evaluation", evaluation],
    ["package", document],
  ] as const) {
    files.set(ledgerDocumentPath({ kind, model: "late-flights" }, workflowRun, AT), text);
  }
  return files;
}

async function serve(world: World): Promise<string> {
  const files = filesOf(world);
  const zip = buildZip([{ name: "predictions.csv", content: String(world.uploaded ?? "") }]);
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? "");
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    const text = files.get(/^\/repos\/acme\/demo\/contents\/([^?]+)/.exec(url)?.[1] ?? "");
    if (text !== undefined) {
      const content = Buffer.from(text);
      return json({
        type: "file",
        size: content.length,
        sha: "a".repeat(40),
        encoding: "base64",
        content: content.toString("base64"),
      });
    }
    if (url === "/repos/acme/demo") {
      return json({ html_url: "https://github.com/acme/demo", full_name: "acme/demo", default_branch: "main" });
    }
    if (url.startsWith("/repos/acme/demo/actions/runs/41/artifacts")) {
      const expired = world.uploaded === undefined;
      return json({
        total_count: 1,
        artifacts: [{ id: 5, name: "pawl-predictions-late-flights", size_in_bytes: zip.length, expired }],
      });
    }
    if (url.startsWith("/repos/acme/demo/actions/artifacts/5/zip")) {
      return response.writeHead(302, { location: `http://${request.headers.host ?? ""}/blob` }).end();
    }
    if (url === "/blob") return response.writeHead(200, { "content-type": "application/zip" }).end(zip);
    return json({}, 404);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${String(address.port)}`;
}

async function evaluate(world: World): Promise<EvaluationEvidence> {
  const { start } = createActionJob(bundle(), { ".github/pawl.yml": CONFIG, "predictions.csv": predictions(0) });
  const ended = await start(
    "evaluate",
    { model: "late-flights", predictions: "predictions.csv", "github-token": "token-of-the-job" },
    { ...ENGINE, GITHUB_API_URL: await serve(world), GITHUB_REPOSITORY: "acme/demo" },
  ).ended;
  const file = ended.outputs["evidence"] ?? "";
  if (file === "") throw new Error(`no evidence: ${ended.printed}`);
  const { predicate } = parseStatement(readFileSync(file), file);
  if (predicate.schema !== "pawl.evaluation/v1") throw new Error(`${file} is no evaluation`);
  return predicate;
}

describe("the champion", () => {
  it("is the version that holds the alias on the default branch, by the predictions that its evaluation judged", async () => {
    const evidence = await evaluate({ aliases: "production: 1\n", uploaded: THEIRS });
    expect(evidence.notes).toEqual([]);
    expect(evidence.comparisons).toMatchObject([
      { against: "champion", commit: COMMIT, workflowRunId: 41, predictions: { sha256: SHA256 }, rows: { joined: 80 } },
    ]);
  });

  it("is found in its package where the artifact has expired", async () => {
    const folder = temporaryFolder();
    const repository = `oci-layout:${join(folder, "models")}`;
    await openOciStore(repository).pushBlob({
      digest: `sha256:${SHA256}`,
      size: THEIRS.length,
      open: (offset) => Readable.from(THEIRS.subarray(offset)),
    });
    const evidence = await evaluate({ aliases: "production: 1\n", repository });
    expect(evidence.comparisons).toMatchObject([{ against: "champion", predictions: { sha256: SHA256 } }]);
  });

  it.each([
    ["no alias", { aliases: "staging: 1\n", uploaded: THEIRS }, undefined],
    ["an alias of a version that was never registered", { aliases: "production: 9\n", uploaded: THEIRS }, undefined],
    ["an alias file that is not valid", { aliases: "production: latest\n", uploaded: THEIRS }, "is not valid"],
    [
      "predictions that are gone everywhere",
      { aliases: "production: 1\n" },
      "are gone, from its workflow run and from",
    ],
    [
      "attack: other predictions under the artifact's name",
      { aliases: "production: 1\n", uploaded: Buffer.from(predictions(3)) },
      "are gone, from its workflow run and from",
    ],
    [
      "attack: a version's document that is not the registry's",
      { aliases: "production: 1\n", uploaded: THEIRS, forgeVersion: true },
      "is not what the registry says",
    ],
  ])("%s is not compared with", async (_, world, note) => {
    const evidence = await evaluate(world);
    expect(evidence.comparisons).toEqual([]);
    expect(evidence.metrics.length).toBeGreaterThan(0);
    if (note === undefined) expect(evidence.notes).toEqual([]);
    else expect(evidence.notes.join(" ")).toContain(note);
  });
});
