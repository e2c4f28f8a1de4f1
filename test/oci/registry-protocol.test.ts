import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { INDEX_TYPE, MANIFEST_TYPE } from "../../src/oci/oci-documents.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { connectRegistry } from "../../src/oci/registry/connect-registry.ts";
import { DEFAULT_PATIENCE } from "../../src/oci/registry/patience.ts";
import { type FakeRegistry, startFakeRegistry } from "./fake-registry.ts";
import { readDigest } from "./read-bytes.ts";
import { sampleBlob } from "./sample-blob.ts";

const MiB = 2 ** 20;
const patience = { attempts: 4, firstDelayMs: 2, maxDelayMs: 50, settleMs: 5 };

function open(fake: FakeRegistry, chunkBytes?: number) {
  return openOciStore(`${fake.address}/acme/model`, { patience, chunkBytes });
}

function calls(fake: FakeRegistry): string[] {
  return fake.seen.map(
    ({ method, path }) => `${method} ${path.replace(/sha256:\w+|sha256%3A\w+/g, "…").replace("/v2/acme/model", "")}`,
  );
}

describe("uploads", () => {
  it("sends a small blob with one request, and HEAD saves the second time", async () => {
    const fake = await startFakeRegistry();
    const blob = sampleBlob(1000);
    expect(await open(fake).pushBlob(blob)).toBe("pushed");
    expect(await open(fake).pushBlob(blob)).toBe("present");
    expect(calls(fake)).toEqual([
      "HEAD /blobs/…",
      "POST /blobs/uploads/",
      "PUT /blobs/uploads/1?state=a%2Fb&digest=…",
      "HEAD /blobs/…",
    ]);
  });

  it("goes on in the middle of a body where the registry says how far it is", async () => {
    let cuts = 0;
    const fake = await startFakeRegistry();
    fake.behaviour = async ({ seen, answer }) => {
      if (seen.method !== "PATCH" || cuts > 1) return false;
      // Takes three megabytes and is gone, twice.
      cuts += 1;
      const keep = new Promise<void>((resolve) => answer.req.once("close", resolve));
      let taken = Buffer.alloc(0);
      answer.req.on("data", (chunk: Buffer) => {
        taken = Buffer.concat([taken, chunk]);
        if (taken.length >= 3 * MiB) answer.req.socket.destroy();
      });
      await keep;
      const id = /uploads\/(\d+)/.exec(seen.path)?.[1] ?? "";
      fake.uploads.set(id, Buffer.concat([fake.uploads.get(id) ?? Buffer.alloc(0), taken]));
      return true;
    };
    const blob = sampleBlob(10 * MiB);
    expect(await open(fake).pushBlob(blob)).toBe("pushed");
    expect(fake.blobs.get(blob.digest)?.equals(blob.bytes)).toBe(true);
    expect(blob.opened).toEqual([0, expect.any(Number), expect.any(Number)]);
    expect(blob.opened[1]).toBeGreaterThanOrEqual(3 * MiB);
    expect(blob.opened[2]).toBeGreaterThanOrEqual(6 * MiB);
    const ranges = fake.seen.filter(({ method }) => method === "PATCH").map(({ headers }) => headers["content-range"]);
    expect(ranges).toEqual([undefined, `${String(blob.opened[1])}-10485759`, `${String(blob.opened[2])}-10485759`]);
  });

  it.each([413, 416])("sends smaller parts where a body was too large (%d)", async (status) => {
    const fake = await startFakeRegistry(async ({ seen, answer, read }) => {
      if (seen.method !== "PATCH" || Number(seen.headers["content-length"]) <= 4 * MiB) return false;
      await read();
      answer.writeHead(status).end();
      return true;
    });
    const blob = sampleBlob(9 * MiB);
    await open(fake).pushBlob(blob);
    expect(fake.seen.map(({ headers }) => headers["content-range"]).filter(Boolean)).toEqual([
      "0-4194303",
      "4194304-8388607",
      "8388608-9437183",
    ]);
    expect(fake.blobs.get(blob.digest)?.equals(blob.bytes)).toBe(true);
  });

  it("sends parts that are as long as the registry wants at least", async () => {
    const fake = await startFakeRegistry(({ seen, answer }) => {
      if (seen.method === "POST") answer.setHeader("oci-chunk-min-length", String(2 * MiB));
      return false;
    });
    const blob = sampleBlob(5 * MiB);
    await open(fake, MiB).pushBlob(blob);
    expect(fake.seen.filter(({ method }) => method === "PATCH").map(({ body }) => body.length)).toEqual([
      2 * MiB,
      2 * MiB,
      MiB,
    ]);
  });

  it.each`
    what                | bytes
    ${"has changed"}    | ${(bytes: Buffer) => Buffer.from(bytes).fill(1, 0, 4)}
    ${"became shorter"} | ${(bytes: Buffer) => bytes.subarray(10)}
    ${"became longer"}  | ${(bytes: Buffer) => Buffer.concat([bytes, bytes])}
  `("says so where a file $what since it was hashed", async ({ bytes }: { bytes: (bytes: Buffer) => Buffer }) => {
    const fake = await startFakeRegistry();
    for (const size of [1000, 2 * MiB]) {
      const blob = sampleBlob(size);
      const changed = { ...blob, open: () => Readable.from([bytes(blob.bytes)], { objectMode: false }) };
      await expect(open(fake).pushBlob(changed)).rejects.toMatchObject({
        code: expect.stringMatching(/INPUT_INVALID|REGISTRY_REFUSED/),
      });
      expect(fake.blobs.size).toBe(0);
    }
  });

  it("shows what the registry says, without what would move a terminal's cursor", async () => {
    const fake = await startFakeRegistry();
    const blob = sampleBlob(1000);
    const wrong = { ...blob, digest: digestOf(Buffer.from("other")) };
    await expect(open(fake).pushBlob(wrong)).rejects.toThrow(
      /answered 400 .*DIGEST_INVALID provided digest did not match \[31mcontent$/,
    );
  });
});

describe("patience", () => {
  it("waits as long as a registry asks, and no longer than it may", async () => {
    const fake = await startFakeRegistry(({ earlier, answer }) => {
      if (earlier.length > 1) return false;
      answer.writeHead(429, { "retry-after": earlier.length === 0 ? "0" : "3600" }).end();
      return true;
    });
    const started = performance.now();
    expect(await open(fake).hasBlob(sampleBlob(1).digest)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(fake.seen).toHaveLength(3);
  });

  it.each([500, 502, 503, 504, 408, 429])("gives up after as many attempts as it has (%d)", async (status) => {
    const fake = await startFakeRegistry(({ answer }) => {
      answer.writeHead(status).end("<html>");
      return true;
    });
    await expect(open(fake).readManifest("v1")).rejects.toMatchObject({ code: "REGISTRY_REFUSED" });
    expect(fake.seen).toHaveLength(patience.attempts);
  });

  it("asks once where the answer is no", async () => {
    const fake = await startFakeRegistry(({ answer }) => {
      answer.writeHead(403).end(JSON.stringify({ errors: [{ code: "DENIED" }] }));
      return true;
    });
    await expect(open(fake).readManifest("v1")).rejects.toThrow(/answered 403 .*DENIED/);
    expect(fake.seen).toHaveLength(1);
  });
});

describe("where a registry sends us", () => {
  it("is not told who we are elsewhere: a redirect of a download", async () => {
    const storage = await startFakeRegistry();
    const blob = sampleBlob(5000);
    storage.blobs.set(blob.digest, blob.bytes);
    const fake = await startFakeRegistry(({ seen, answer }) => {
      if (seen.headers.authorization === undefined)
        answer.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      else answer.writeHead(307, { location: `http://${storage.address}${seen.path}?signature=1` }).end();
      return true;
    });
    const store = openOciStore(`${fake.address}/acme/model`, {
      patience,
      credentials: async () => ({ kind: "basic", username: "ana", password: "secret" }),
    });
    expect(await readDigest(await store.openBlob(blob))).toBe(blob.digest);
    expect(fake.seen.at(-1)?.headers.authorization).toBe("Basic YW5hOnNlY3JldA==");
    expect(storage.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it("is not told who we are elsewhere: the place of an upload", async () => {
    const storage = await startFakeRegistry(async ({ answer, read }) => {
      await read();
      answer.writeHead(201).end();
      return true;
    });
    const fake = await startFakeRegistry(({ seen, answer }) => {
      if (seen.headers.authorization === undefined)
        answer.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      else if (seen.method === "POST") answer.writeHead(202, { location: `http://${storage.address}/up?a=%2B` }).end();
      else answer.writeHead(404).end();
      return true;
    });
    const credentials = async () => ({ kind: "basic", username: "ana", password: "secret" }) as const;
    await openOciStore(`${fake.address}/acme/model`, { patience, credentials }).pushBlob(sampleBlob(10));
    expect(storage.seen.map(({ method, path, headers }) => [method, path.slice(0, 24), headers.authorization])).toEqual(
      [["PUT", "/up?a=%2B&digest=sha256%", undefined]],
    );
  });

  it("ends a circle of redirects", async () => {
    const fake = await startFakeRegistry(({ seen, answer }) => {
      answer.writeHead(302, { location: seen.path }).end();
      return true;
    });
    await expect(open(fake).openBlob(sampleBlob(1))).rejects.toThrow(/redirects more than 5 times/);
  });

  it.each`
    location                                 | leads
    ${"/v2/x"}                               | ${"https://192.0.2.1/v2/x"}
    ${"https://192.0.2.1/v2/x?a=b"}          | ${"https://192.0.2.1/v2/x?a=b"}
    ${"http://192.0.2.1/v2/x"}               | ${"https://192.0.2.1/v2/x"}
    ${"https://ana:secret@198.51.100.7/x#y"} | ${"https://198.51.100.7/x"}
    ${"http://198.51.100.7/x"}               | ${/without encryption/}
    ${"http://192.0.2.1:8080/x"}             | ${/without encryption/}
    ${"https://169.254.169.254/latest"}      | ${/private network/}
    ${"https://[::ffff:10.0.0.1]/x"}         | ${/private network/}
    ${"https://[fd00::1]/x"}                 | ${/private network/}
    ${"https://127.0.0.1:8443/x"}            | ${/private network/}
    ${"https://localhost/x"}                 | ${/private network/}
    ${"https://2130706433/x"}                | ${/private network/}
    ${"ftp://192.0.2.1/x"}                   | ${/address of ftp:/}
    ${"file:///etc/passwd"}                  | ${/address of file:/}
    ${"https://["}                           | ${/no address/}
    ${undefined}                             | ${/no address/}
  `("from a public registry to $location", async ({ location, leads }) => {
    const connection = connectRegistry({
      registry: "192.0.2.1",
      name: "acme/model",
      credentials: undefined,
      plainHttp: undefined,
      patience: DEFAULT_PATIENCE,
      signal: undefined,
    });
    const located = connection.locate(location, connection.url("/blobs/uploads/")).then(({ href }) => href);
    if (typeof leads === "string") expect(await located).toBe(leads);
    else await expect(located).rejects.toThrow(leads);
  });
});

describe("downloads and manifests", () => {
  it.each`
    what             | change
    ${"other bytes"} | ${(bytes: Buffer) => Buffer.from(bytes).fill(1, 0, 4)}
    ${"more bytes"}  | ${(bytes: Buffer) => Buffer.concat([bytes, bytes])}
    ${"fewer bytes"} | ${(bytes: Buffer) => bytes.subarray(4)}
  `("a blob that has $what ends in an error", async ({ change }: { change: (bytes: Buffer) => Buffer }) => {
    const fake = await startFakeRegistry();
    const blob = sampleBlob(200_000);
    fake.blobs.set(blob.digest, change(blob.bytes));
    await expect(open(fake).openBlob(blob).then(readDigest)).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
  });

  it("refuses a manifest that is another than was asked for, or too large", async () => {
    const fake = await startFakeRegistry();
    const digest = digestOf(Buffer.from("asked"));
    fake.manifests.set(digest, Buffer.from("given"));
    fake.manifests.set("large", Buffer.alloc(4 * MiB + 1));
    await expect(open(fake).readManifest(digest)).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
    await expect(open(fake).readManifest("large")).rejects.toThrow(/more than 4 MiB/);
    await expect(open(fake).pushManifest(Buffer.alloc(4 * MiB + 1), MANIFEST_TYPE)).rejects.toThrow(/more than 4 MiB/);
    await expect(open(fake).pushManifest(Buffer.from("{}"), MANIFEST_TYPE, "../x")).rejects.toMatchObject({
      code: "INPUT_INVALID",
    });
  });

  it("uses referrers where the registry has them, page by page", async () => {
    const fake = await startFakeRegistry();
    const subject = { mediaType: MANIFEST_TYPE, digest: digestOf(Buffer.from("subject")), size: 7 };
    const empty = { mediaType: "application/vnd.oci.empty.v1+json", digest: digestOf(Buffer.from("{}")), size: 2 };
    fake.behaviour = async ({ seen, answer, read }) => {
      if (seen.method === "PUT") {
        await read();
        answer.writeHead(201, { "oci-subject": subject.digest }).end();
        return true;
      }
      if (!seen.path.includes("/referrers/")) return false;
      const second = seen.path.includes("page=2");
      answer.writeHead(200, {
        "content-type": INDEX_TYPE,
        ...(second ? {} : { link: `<${seen.path}?page=2>; rel="next"` }),
      });
      answer.end(JSON.stringify({ schemaVersion: 2, manifests: [{ ...empty, size: second ? 2 : 1 }] }));
      return true;
    };
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, config: empty, layers: [], subject }));
    const attached = await open(fake).attach(subject, bytes, MANIFEST_TYPE);
    expect(attached).toMatchObject({ digest: digestOf(bytes), artifactType: empty.mediaType });
    expect(calls(fake)).toEqual(["PUT /manifests/…"]);
    expect((await open(fake).listAttachments(subject.digest)).map(({ size }) => size)).toEqual([1, 2]);
  });
});
