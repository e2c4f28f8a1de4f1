import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { documentDigest } from "../../src/core/evidence/statement.ts";

export interface ServedDocument {
  readonly entry: LedgerEntry;
  readonly text: string;
  /** The index names the digest of the entry and not the text's own. */
  readonly keepDigest?: boolean;
}

export interface LedgerWorld {
  /** Status of every answer instead. */
  readonly refusal?: number;
  /** Further files, by path, whatever branch is asked for. */
  readonly more?: ReadonlyMap<string, string>;
  /** What a workflow run uploaded. */
  readonly artifact?: { readonly workflowRunId: number; readonly name: string; readonly zip: Buffer };
}

/** The ledger of acme/demo on this machine, newest document first. */
export async function serveLedger(
  model: string,
  documents: readonly ServedDocument[],
  { refusal, more = new Map(), artifact }: LedgerWorld = {},
): Promise<{ readonly url: string; readonly entries: readonly LedgerEntry[] }> {
  const entries = documents.map(({ entry, text, keepDigest }) => ({
    ...entry,
    digest: keepDigest === true ? entry.digest : documentDigest(text),
  }));
  const files = new Map([...more, ...documents.map(({ entry, text }) => [entry.path, text] as const)]);
  files.set(`models/${model}/index.json`, JSON.stringify({ schema: "pawl.index/v1", model, entries }));
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? "");
    const json = (status: number, body: unknown) =>
      void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (refusal !== undefined) return json(refusal, { message: "refused" });
    if (url === "/repos/acme/demo") return json(200, FACTS);
    if (artifact !== undefined) {
      const { workflowRunId, name, zip } = artifact;
      const listed = { id: 5, name, size_in_bytes: zip.length, expired: false };
      if (url.startsWith(`/repos/acme/demo/actions/runs/${String(workflowRunId)}/artifacts`)) {
        return json(200, { total_count: 1, artifacts: [listed] });
      }
      if (url.startsWith("/repos/acme/demo/actions/artifacts/5/zip")) {
        return void response.writeHead(302, { location: `http://${request.headers.host ?? ""}/zip` }).end();
      }
      if (url === "/zip") return void response.writeHead(200, { "content-type": "application/zip" }).end(zip);
    }
    const text = files.get(/^\/repos\/acme\/demo\/contents\/([^?]+)/.exec(url)?.[1] ?? "");
    return text === undefined ? json(404, { message: "Not Found" }) : json(200, toContent(text));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${String(address.port)}`, entries };
}

const FACTS = { html_url: "https://github.com/acme/demo", full_name: "acme/demo", default_branch: "main" };

function toContent(text: string) {
  const content = Buffer.from(text);
  const sha = "a".repeat(40);
  return { type: "file", size: content.length, sha, encoding: "base64", content: content.toString("base64") };
}
