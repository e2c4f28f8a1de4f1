import { mkdtempSync, readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { downloadArtifactFile, downloadArtifactToFolder } from "../../src/github/artifacts.ts";
import { createJobOctokit } from "../../src/github/octokit.ts";
import { buildZip } from "../support/build-zip.ts";

const REPOSITORY = { owner: "ana", repo: "flights" };
const ARTIFACT = { id: 7, name: "pawl-run-flights", sizeInBytes: 200, expired: false };
const LIMITS = { fileNames: ["run.json"], maxBytes: 1000 };
const ARCHIVE = buildZip([{ name: "run.json", content: "{}" }]);

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closing.push(() => server.close().closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** An API that answers every download with this redirect. */
async function apiThatRedirects(location: string) {
  const apiUrl = await serve((_request, response) => response.writeHead(302, { location }).end());
  return createJobOctokit({ token: "ghs_secret", apiUrl, patience: { pauseMs: 1 } });
}

describe("downloading an artifact", () => {
  it("follows the redirect without our Authorization header", async () => {
    const seen: IncomingHttpHeaders[] = [];
    const store = await serve((request, response) => {
      seen.push(request.headers);
      response.end(ARCHIVE);
    });
    const octokit = await apiThatRedirects(`${store}/blob?sig=1`);
    const { bytes } = await downloadArtifactFile(octokit, REPOSITORY, ARTIFACT, LIMITS);
    expect(Buffer.from(bytes).toString()).toBe("{}");
    expect(seen).toHaveLength(1);
    expect(seen[0]?.authorization).toBeUndefined();
    expect(JSON.stringify(seen[0])).not.toContain("ghs_secret");
  });

  it("follows a redirect within the API that is written relatively", async () => {
    const apiUrl = await serve((request, response) => {
      if (request.url?.startsWith("/blob") === true) response.end(ARCHIVE);
      else response.writeHead(302, { location: "/blob/7" }).end();
    });
    const octokit = createJobOctokit({ token: "ghs_secret", apiUrl });
    const folder = mkdtempSync(join(tmpdir(), "pawl-artifact-"));
    const path = await downloadArtifactToFolder(octokit, REPOSITORY, ARTIFACT, { ...LIMITS, folder });
    expect(readFileSync(path, "utf8")).toBe("{}");
  });

  it.each([
    ["a file", "file:///etc/passwd"],
    ["data in the address", "data:application/zip;base64,UEs="],
    ["an address with credentials", "http://user:password@127.0.0.1:1/"],
  ])("a redirect to %s is refused", async (_name, location) => {
    const octokit = await apiThatRedirects(location);
    await expect(downloadArtifactFile(octokit, REPOSITORY, ARTIFACT, LIMITS)).rejects.toMatchObject({
      code: "ARTIFACT_REFUSED",
    });
  });

  it("redirects that never end are refused", async () => {
    const store = await serve((_request, response) => response.writeHead(302, { location: "/again" }).end());
    const octokit = await apiThatRedirects(store);
    await expect(downloadArtifactFile(octokit, REPOSITORY, ARTIFACT, LIMITS)).rejects.toMatchObject({
      code: "ARTIFACT_REFUSED",
    });
  });

  it("a listed size over the limit is refused before anything is downloaded", async () => {
    let asked = 0;
    const apiUrl = await serve((_request, response) => {
      asked += 1;
      response.end();
    });
    const octokit = createJobOctokit({ token: "t", apiUrl });
    const large = { ...ARTIFACT, sizeInBytes: 10_000_000 };
    await expect(downloadArtifactFile(octokit, REPOSITORY, large, LIMITS)).rejects.toMatchObject({
      code: "ARTIFACT_REFUSED",
    });
    expect(asked).toBe(0);
  });

  it("a store that sends more than was listed is cut off", async () => {
    const store = await serve((_request, response) => response.end(Buffer.alloc(200_000)));
    const octokit = await apiThatRedirects(store);
    await expect(downloadArtifactFile(octokit, REPOSITORY, ARTIFACT, LIMITS)).rejects.toMatchObject({
      code: "ARTIFACT_REFUSED",
    });
  });

  it("a connection that drops half-way is tried again, with a new address", async () => {
    let asked = 0;
    const store = await serve((_request, response) => {
      asked += 1;
      if (asked === 1) {
        response.writeHead(200, { "content-length": ARCHIVE.length });
        response.write(ARCHIVE.subarray(0, 20));
        setTimeout(() => response.destroy(), 20);
      } else response.end(ARCHIVE);
    });
    const octokit = await apiThatRedirects(store);
    const { bytes } = await downloadArtifactFile(octokit, REPOSITORY, ARTIFACT, LIMITS);
    expect([Buffer.from(bytes).toString(), asked]).toEqual(["{}", 2]);
  });

  it.each([
    ["expired", { ...ARTIFACT, expired: true }, 200],
    ["deleted", ARTIFACT, 410],
    ["unknown", ARTIFACT, 404],
  ])("one that is %s is not found", async (_name, artifact, status) => {
    const apiUrl = await serve((_request, response) => response.writeHead(status).end());
    const octokit = createJobOctokit({ token: "t", apiUrl });
    await expect(downloadArtifactFile(octokit, REPOSITORY, artifact, LIMITS)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
