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

/**
 * The ledger of acme/demo on this machine, newest document first; `refusal` is the status of every answer instead. `more` are
 * further files, by path, whatever branch is asked for.
 */
export async function serveLedger(
  model: string,
  documents: readonly ServedDocument[],
  refusal?: number,
  more: ReadonlyMap<string, string> = new Map(),
): Promise<{ readonly url: string; readonly entries: readonly LedgerEntry[] }> {
  const entries = documents.map(({ entry, text, keepDigest }) => ({
    ...entry,
    digest: keepDigest === true ? entry.digest : documentDigest(text),
  }));
  const files = new Map([...more, ...documents.map(({ entry, text }) => [entry.path, text] as const)]);
  files.set(`models/${model}/index.json`, JSON.stringify({ schema: "pawl.index/v1", model, entries }));
  const server = createServer((request, response) => {
    if (request.url === "/repos/acme/demo" && refusal === undefined) {
      const facts = { html_url: "https://github.com/acme/demo", full_name: "acme/demo", default_branch: "main" };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(facts));
      return;
    }
    const path = /^\/repos\/acme\/demo\/contents\/([^?]+)/.exec(decodeURIComponent(request.url ?? ""))?.[1] ?? "";
    const text = files.get(path);
    const status = refusal ?? (text === undefined ? 404 : 200);
    const content = Buffer.from(text ?? "");
    const body = {
      type: "file",
      size: content.length,
      sha: "a".repeat(40),
      encoding: "base64",
      content: content.toString("base64"),
    };
    response
      .writeHead(status, { "content-type": "application/json" })
      .end(JSON.stringify(status === 200 ? body : { message: "refused" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${String(address.port)}`, entries };
}
