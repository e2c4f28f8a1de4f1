import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MANIFEST_TYPE, parseManifest } from "../../src/oci/oci-documents.ts";
import type { Descriptor, OciStore } from "../../src/oci/oci-store.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { pushBlobs } from "../../src/oci/push-blobs.ts";
import { hasRegistry, hasSkopeo, startRegistry } from "../support/docker-registry.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type Cut, startCuttingProxy } from "./cutting-proxy.ts";
import { readDigest } from "./read-bytes.ts";
import { type SampleBlob, sampleBlob } from "./sample-blob.ts";

const MiB = 2 ** 20;
const patience = { firstDelayMs: 5, settleMs: 50 };

/** Pushes a package of these blobs and returns its descriptor. */
async function pushPackage(store: OciStore, blobs: readonly SampleBlob[], tag?: string): Promise<Descriptor> {
  const config = sampleBlob(20);
  await pushBlobs(store, [config, ...blobs]);
  const descriptor = ({ digest, size }: SampleBlob, mediaType: string) => ({ mediaType, digest, size });
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: descriptor(config, "application/vnd.oci.empty.v1+json"),
      layers: blobs.map((blob) => descriptor(blob, "application/vnd.cncf.model.weight.v1.raw")),
    }),
  );
  const digest = await store.pushManifest(bytes, MANIFEST_TYPE, tag);
  return { mediaType: MANIFEST_TYPE, digest, size: bytes.length };
}

function attachment(subject: Descriptor, config: SampleBlob, title: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      artifactType: "application/vnd.example.card",
      config: { mediaType: "application/vnd.oci.empty.v1+json", digest: config.digest, size: config.size },
      layers: [{ mediaType: "text/markdown", digest: config.digest, size: config.size }],
      subject,
      annotations: { title },
    }),
  );
}

describe.skipIf(!hasRegistry)("the distribution project's registry", () => {
  it("takes and gives back blobs and manifests, and takes no blob twice", async () => {
    const registry = await startRegistry();
    const proxy = await startCuttingProxy(registry, () => undefined);
    const store = openOciStore(`${proxy.address}/acme/late-flights`, { patience });
    const blobs = [sampleBlob(3 * MiB + 1), sampleBlob(70_000), sampleBlob(0)];
    expect(await store.hasBlob(blobs[0]!.digest)).toBe(false);
    expect(await pushBlobs(store, [...blobs, blobs[0]!])).toEqual(["pushed", "pushed", "pushed", "pushed"]);
    for (const blob of blobs) expect(await readDigest(await store.openBlob(blob))).toBe(blob.digest);

    const sent = proxy.seen.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
    expect(await pushBlobs(openOciStore(store.repository, { patience }), blobs)).toEqual([
      "present",
      "present",
      "present",
    ]);
    expect(proxy.seen.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0)).toBe(sent);

    const { digest } = await pushPackage(store, blobs, "v8.0.0");
    const byTag = await store.readManifest("v8.0.0");
    expect(byTag?.digest).toBe(digest);
    expect(await store.readManifest(digest)).toEqual(byTag);
    expect(await store.readManifest("v9.0.0")).toBeUndefined();
  });

  it("sends two pushes of one blob at once without harm", async () => {
    const registry = await startRegistry();
    const blob = sampleBlob(8 * MiB);
    const stores = [1, 2, 3].map(() => openOciStore(`${registry}/acme/late-flights`, { patience }));
    await Promise.all(stores.map((store) => store.pushBlob(blob)));
    expect(await readDigest(await stores[0]!.openBlob(blob))).toBe(blob.digest);
  });

  it.each<{ what: string; chunkBytes: number | undefined; cut: Cut; method: string; opened: number[] }>([
    // This registry forgets an upload whose last request broke off, so that all of it is sent again …
    {
      what: "in the middle of the body",
      chunkBytes: undefined,
      cut: { kind: "after-bytes", bytes: 3 * MiB },
      method: "PATCH",
      opened: [0, 0],
    },
    // … and goes on after the last part that it has answered.
    {
      what: "before a part",
      chunkBytes: 2 * MiB,
      cut: { kind: "before" },
      method: "PATCH",
      opened: [0, 2 * MiB, 2 * MiB, 4 * MiB, 6 * MiB],
    },
    { what: "before the end is told", chunkBytes: undefined, cut: { kind: "before" }, method: "PUT", opened: [0] },
    {
      what: "when the answer to the end is due",
      chunkBytes: undefined,
      cut: { kind: "answer" },
      method: "PUT",
      opened: [0],
    },
    {
      what: "when the answer to all is due",
      chunkBytes: undefined,
      cut: { kind: "answer" },
      method: "PATCH",
      opened: [0, 0],
    },
    { what: "when an upload begins", chunkBytes: undefined, cut: { kind: "answer" }, method: "POST", opened: [0] },
  ])("survives a cut $what", async ({ chunkBytes, cut, method, opened }) => {
    const registry = await startRegistry();
    let passed = 0;
    let left = 1;
    const proxy = await startCuttingProxy(registry, (seen) => {
      if (seen.method !== method || left === 0) return undefined;
      passed += 1;
      // Of several parts the second.
      if (chunkBytes !== undefined && passed < 2) return undefined;
      left -= 1;
      return cut;
    });
    const blob = sampleBlob(7 * MiB);
    const store = openOciStore(`${proxy.address}/acme/late-flights`, { patience, chunkBytes });
    const progress: number[] = [];
    expect(await store.pushBlob(blob, (sent) => progress.push(sent))).toBe("pushed");
    expect(left).toBe(0);
    expect(blob.opened).toEqual(opened);
    expect(progress.at(-1)).toBe(blob.size);
    expect(await readDigest(await openOciStore(`${registry}/acme/late-flights`).openBlob(blob))).toBe(blob.digest);
  });

  it("gives up on an upload that is cut every time", async () => {
    const registry = await startRegistry();
    const proxy = await startCuttingProxy(registry, ({ method }) =>
      method === "PATCH" ? { kind: "after-bytes", bytes: MiB } : undefined,
    );
    const store = openOciStore(`${proxy.address}/acme/late-flights`, { patience: { ...patience, attempts: 3 } });
    await expect(store.pushBlob(sampleBlob(4 * MiB))).rejects.toMatchObject({ code: "REGISTRY_REFUSED" });
    expect(proxy.seen.filter(({ method }) => method === "PATCH")).toHaveLength(3);
  });

  it("goes on with a download where it was cut", async () => {
    const registry = await startRegistry();
    const blob = sampleBlob(6 * MiB);
    await openOciStore(`${registry}/acme/late-flights`).pushBlob(blob);
    const proxy = await startCuttingProxy(registry, ({ method, headers }) =>
      method === "GET" && headers.range === undefined ? { kind: "answer-after", bytes: 2 * MiB } : undefined,
    );
    const store = openOciStore(`${proxy.address}/acme/late-flights`, { patience });
    expect(await readDigest(await store.openBlob(blob))).toBe(blob.digest);
    expect(proxy.seen.map(({ headers }) => headers.range)).toEqual([
      undefined,
      expect.stringMatching(/^bytes=\d{7}-$/),
    ]);
  });

  it("loses no attachment when several are attached at once from several places", async () => {
    const registry = await startRegistry();
    const stores = [1, 2, 3, 4, 5].map(() => openOciStore(`${registry}/acme/late-flights`, { patience }));
    const subject = await pushPackage(stores[0]!, [sampleBlob(1000)]);
    const config = sampleBlob(30);
    await stores[0]!.pushBlob(config);
    expect(await stores[0]!.listAttachments(subject.digest)).toEqual([]);
    const attached = await Promise.all(
      stores.map((store, index) =>
        store.attach(subject, attachment(subject, config, `card ${String(index)}`), MANIFEST_TYPE),
      ),
    );
    const listed = await stores[0]!.listAttachments(subject.digest);
    expect(listed.map(({ digest }) => digest).toSorted()).toEqual(attached.map(({ digest }) => digest).toSorted());
    expect(listed[0]).toMatchObject({ artifactType: "application/vnd.example.card", mediaType: MANIFEST_TYPE });
    // The same again changes nothing.
    await stores[1]!.attach(subject, attachment(subject, config, "card 1"), MANIFEST_TYPE);
    expect(await stores[0]!.listAttachments(subject.digest)).toHaveLength(5);
  });

  it.skipIf(!hasSkopeo)("gives skopeo what was pushed, and skopeo's layout folder is read", async () => {
    const registry = await startRegistry();
    const store = openOciStore(`${registry}/acme/late-flights`, { patience });
    const blobs = [sampleBlob(5 * MiB), sampleBlob(1000)];
    const { digest } = await pushPackage(store, blobs, "v1");
    const folder = join(temporaryFolder(), "layout");
    skopeo("copy", "--src-tls-verify=false", `docker://${registry}/acme/late-flights:v1`, `oci:${folder}:v1`);
    const layout = openOciStore(`oci-layout:${folder}`);
    expect((await layout.readManifest("v1"))?.digest).toBe(digest);
    for (const blob of blobs) {
      expect(
        createHash("sha256")
          .update(readFileSync(join(folder, "blobs/sha256", blob.digest.slice(7))))
          .digest("hex"),
      ).toBe(blob.digest.slice(7));
      expect(await readDigest(await layout.openBlob(blob))).toBe(blob.digest);
    }
  });

  it.skipIf(!hasSkopeo)("takes from skopeo what Pawl has put into a layout folder", async () => {
    const registry = await startRegistry();
    const folder = join(temporaryFolder(), "models", "late-flights");
    const layout = openOciStore(`oci-layout:${folder}`);
    const blob = sampleBlob(2 * MiB);
    const { digest } = await pushPackage(layout, [blob], "v2");
    await pushPackage(layout, [sampleBlob(10)], "v3");
    skopeo("copy", "--dest-tls-verify=false", `oci:${folder}:v2`, `docker://${registry}/acme/late-flights:v2`);
    const store = openOciStore(`${registry}/acme/late-flights`);
    const manifest = await store.readManifest("v2");
    expect(manifest?.digest).toBe(digest);
    const [layer] = parseManifest(manifest!.bytes, "v2").layers;
    expect(await readDigest(await store.openBlob(layer!))).toBe(blob.digest);
  });
});

function skopeo(...args: string[]): void {
  execFileSync("skopeo", ["--insecure-policy", ...args], { stdio: "pipe" });
}
