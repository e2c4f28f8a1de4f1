import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { MANIFEST_TYPE } from "../../src/oci/oci-documents.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { packLayers } from "./layout-package.ts";
import { readDigest } from "./read-bytes.ts";
import { sampleBlob } from "./sample-blob.ts";

const RAW = "application/vnd.cncf.model.weight.v1.raw";

function newLayout() {
  const folder = join(temporaryFolder(), "models");
  return { folder, store: openOciStore(`oci-layout:${folder}`) };
}

describe("layout folders", () => {
  it("are what the image layout specification says, and nothing else", async () => {
    const { folder, store } = newLayout();
    expect(await store.readManifest("v1")).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
    const digest = await packLayers(store, [{ bytes: Buffer.from("weights"), mediaType: RAW, path: "w" }], "v1");
    expect(readdirSync(folder).toSorted()).toEqual(["blobs", "index.json", "oci-layout"]);
    expect(JSON.parse(readFileSync(join(folder, "oci-layout"), "utf8"))).toEqual({ imageLayoutVersion: "1.0.0" });
    expect(JSON.parse(readFileSync(join(folder, "index.json"), "utf8"))).toMatchObject({
      schemaVersion: 2,
      manifests: [{ mediaType: MANIFEST_TYPE, digest, annotations: { "org.opencontainers.image.ref.name": "v1" } }],
    });
    for (const name of readdirSync(join(folder, "blobs/sha256"))) {
      expect(digestOf(readFileSync(join(folder, "blobs/sha256", name)))).toBe(`sha256:${name}`);
    }
  });

  it("move a tag, and keep what it named before", async () => {
    const { store } = newLayout();
    const first = await packLayers(store, [{ bytes: Buffer.from("1"), mediaType: RAW, path: "w" }], "latest");
    const second = await packLayers(store, [{ bytes: Buffer.from("2"), mediaType: RAW, path: "w" }], "latest");
    expect((await store.readManifest("latest"))?.digest).toBe(second);
    expect((await store.readManifest(first))?.digest).toBe(first);
  });

  it("lose nothing of what many write at once", async () => {
    const { folder, store } = newLayout();
    const blob = sampleBlob(300_000);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => openOciStore(`oci-layout:${folder}`).pushBlob(blob)));
    expect(outcomes).toContain("pushed");
    expect(await store.pushBlob(blob)).toBe("present");
    const tags = Array.from({ length: 20 }, (_, index) => `v${String(index)}`);
    const digests = await Promise.all(
      tags.map((tag) =>
        packLayers(openOciStore(`oci-layout:${folder}`), [{ bytes: Buffer.from(tag), mediaType: RAW, path: "w" }], tag),
      ),
    );
    const read = await Promise.all(tags.map(async (tag) => (await store.readManifest(tag))?.digest));
    expect(read).toEqual(digests);
    expect(readdirSync(folder).toSorted()).toEqual(["blobs", "index.json", "oci-layout"]);
    expect(await readDigest(await store.openBlob(blob))).toBe(blob.digest);
  });

  it("list what is attached", async () => {
    const { folder, store } = newLayout();
    const digest = await packLayers(store, [{ bytes: Buffer.from("w"), mediaType: RAW, path: "w" }], "v1");
    const subject = { mediaType: MANIFEST_TYPE, digest, size: (await store.readManifest("v1"))?.bytes.length ?? 0 };
    const config = { mediaType: "application/vnd.oci.empty.v1+json", digest: digestOf(Buffer.from("{}")), size: 2 };
    const attached = await Promise.all(
      ["card", "ml-bom", "evidence"].map((kind) =>
        openOciStore(`oci-layout:${folder}`).attach(
          subject,
          Buffer.from(
            JSON.stringify({ schemaVersion: 2, artifactType: `application/vnd.${kind}`, config, layers: [], subject }),
          ),
          MANIFEST_TYPE,
        ),
      ),
    );
    const listed = await store.listAttachments(digest);
    expect(listed.map((entry) => entry.artifactType).toSorted()).toEqual(
      attached.map((entry) => entry.artifactType).toSorted(),
    );
    expect((await store.readManifest(listed[0]!.digest))?.digest).toBe(listed[0]!.digest);
    expect(await store.listAttachments(digestOf(Buffer.from("other")))).toEqual([]);
  });

  it("refuse bytes that are others than they say, and leave nothing of them", async () => {
    const { folder, store } = newLayout();
    const blob = sampleBlob(100_000);
    await expect(store.pushBlob({ ...blob, digest: digestOf(Buffer.from("other")) })).rejects.toMatchObject({
      code: "PACKAGE_REFUSED",
    });
    await expect(store.pushBlob({ ...blob, size: 5 })).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
    expect(readdirSync(join(folder, "blobs/sha256"))).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual(["blobs", "oci-layout"]);
  });

  it.each`
    what                  | file            | text                                                                                                                                                             | code
    ${"another version"}  | ${"oci-layout"} | ${'{"imageLayoutVersion":"2.0.0"}'}                                                                                                                              | ${"PACKAGE_REFUSED"}
    ${"no layout file"}   | ${"oci-layout"} | ${"hello"}                                                                                                                                                       | ${"PACKAGE_REFUSED"}
    ${"a broken index"}   | ${"index.json"} | ${"{"}                                                                                                                                                           | ${"PACKAGE_REFUSED"}
    ${"a hostile digest"} | ${"index.json"} | ${'{"schemaVersion":2,"manifests":[{"mediaType":"x","size":1,"digest":"sha256:../../../etc/passwd","annotations":{"org.opencontainers.image.ref.name":"v1"}}]}'} | ${"PACKAGE_REFUSED"}
  `("with $what are refused", async ({ file, text, code }) => {
    const { folder, store } = newLayout();
    await packLayers(store, [{ bytes: Buffer.from("w"), mediaType: RAW, path: "w" }], "v1");
    writeFileSync(join(folder, file), text);
    await expect(store.readManifest("v1")).rejects.toMatchObject({ code });
  });

  it("follow no link out of the folder", async () => {
    const { folder, store } = newLayout();
    const blob = sampleBlob(10);
    const secret = join(temporaryFolder(), "secret");
    writeFileSync(secret, blob.bytes);
    mkdirSync(join(folder, "blobs/sha256"), { recursive: true });
    symlinkSync(secret, join(folder, "blobs/sha256", blob.digest.slice(7)));
    await expect(store.openBlob(blob)).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
  });

  it("are not held for ever by a lock that a crash has left", async () => {
    const { folder, store } = newLayout();
    await packLayers(store, [{ bytes: Buffer.from("w"), mediaType: RAW, path: "w" }], "v1");
    writeFileSync(join(folder, ".pawl-lock"), "");
    const before = new Date(Date.now() - 60_000);
    utimesSync(join(folder, ".pawl-lock"), before, before);
    await packLayers(store, [{ bytes: Buffer.from("x"), mediaType: RAW, path: "w" }], "v2");
    expect(await store.readManifest("v2")).toBeDefined();
  });
});
