import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { type PullOptions, pullPackage } from "../../src/oci/pull-package.ts";
import { HOSTILE_PATHS, PATH_CLASHES, PLAIN_PATHS } from "../core/package/hostile-paths.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type LayerToPack, packLayers } from "./layout-package.ts";

const RAW = "application/vnd.cncf.model.weight.v1.raw";
const TAR = "application/vnd.cncf.model.code.v1.tar";

interface Entry extends Partial<Header> {
  readonly name: string;
  readonly text?: string;
}

async function tar(...entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { text, ...header } of entries) archive.entry(header, text ?? "");
  archive.finalize();
  const chunks: Buffer[] = [];
  archive.on("data", (chunk) => {
    if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  });
  await once(archive, "end");
  return Buffer.concat(chunks);
}

/** Packs into a layout folder and unpacks beside it. */
async function pull(layers: readonly LayerToPack[], options?: PullOptions) {
  const home = temporaryFolder();
  const store = openOciStore(`oci-layout:${join(home, "layout")}`);
  const digest = await packLayers(store, layers);
  const folder = join(home, "out", "model");
  const pulled = await pullPackage(store, digest, folder, options).catch((error: unknown) => {
    // Whatever was wrong: nothing is left, inside or beside.
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(join(home, "out"))).toEqual([]);
    expect(readdirSync(home).toSorted()).toEqual(["layout", "out"]);
    throw error;
  });
  return { pulled, folder };
}

describe("pullPackage", () => {
  it("puts every file where its layer says", async () => {
    const code = await tar(
      { name: "./", type: "directory" },
      { name: "src/", type: "directory" },
      { name: "./src/train.py", text: "print(1)\n", mode: 0o4777 },
      { name: "src/data.txt", text: "a".repeat(100_000), mode: 0o666 },
      { name: `deep/${"x".repeat(150)}/${"y".repeat(150)}.txt`, text: "long" },
    );
    const { pulled, folder } = await pull([
      { bytes: Buffer.from("weights"), mediaType: RAW, path: "weights/model.safetensors" },
      { bytes: Buffer.from("# Card"), mediaType: "application/vnd.cncf.model.doc.v1.raw", path: "README.md" },
      { bytes: code, mediaType: TAR },
      { bytes: gzipSync(await tar({ name: "conf/a.json", text: "{}" })), mediaType: `${TAR}+gzip` },
    ]);
    expect(pulled.files.map(({ path, bytes }) => `${path.replace(/x+|y+/g, "…")} ${String(bytes)}`)).toEqual([
      "README.md 6",
      "conf/a.json 2",
      "deep/…/….t…t 4",
      "src/data.t…t 100000",
      "src/train.p… 9",
      "weights/model.safetensors 7",
    ]);
    expect(readFileSync(join(folder, "weights/model.safetensors"), "utf8")).toBe("weights");
    expect(readFileSync(join(folder, "src/train.py"), "utf8")).toBe("print(1)\n");
    expect(statSync(join(folder, "src/train.py")).mode & 0o7777).toBe(0o755);
    expect(statSync(join(folder, "src/data.txt")).mode & 0o7777).toBe(0o644);
  });

  it.each(HOSTILE_PATHS)("refuses %s, in an annotation and in an archive", async (_, path, said) => {
    const refusal = { code: "PACKAGE_REFUSED", message: expect.stringContaining(said) };
    const file = { bytes: Buffer.from("x"), mediaType: RAW, path };
    await expect(pull([file])).rejects.toMatchObject(refusal);
    // An archive ends a name at a null byte, and has no file without a name.
    if (path.includes("\0") || path === "") return;
    const bytes = await tar({ name: "good.txt", text: "x" }, { name: path, pax: { path }, text: "x" });
    await expect(pull([{ bytes, mediaType: TAR }])).rejects.toMatchObject(refusal);
  });

  it("refuses the folder itself as a file", async () => {
    const file = { bytes: Buffer.from("x"), mediaType: RAW, path: "./" };
    await expect(pull([file])).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
  });

  it("unpacks every other path", async () => {
    const layers = PLAIN_PATHS.map((path) => ({ bytes: Buffer.from(path), mediaType: RAW, path }));
    const { pulled } = await pull(layers);
    expect(pulled.files.map(({ path }) => path)).toEqual(PLAIN_PATHS.toSorted());
  });

  it.each(PATH_CLASHES)("refuses two files that not every disk can hold: %s", async (_, paths) => {
    const raw = paths.map((path) => ({ bytes: Buffer.from(path), mediaType: RAW, path }));
    await expect(pull(raw)).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
    const bytes = await tar(...paths.map((name) => ({ name, pax: { path: name }, text: "x" })));
    await expect(pull([{ bytes, mediaType: TAR }])).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
  });

  it.each<[string, Entry[]]>([
    [
      "a symbolic link",
      [
        { name: "a", type: "symlink", linkname: "/etc" },
        { name: "a/passwd", text: "x" },
      ],
    ],
    ["a hard link", [{ name: "a", type: "link", linkname: "/etc/passwd" }]],
    ["a device", [{ name: "a", type: "character-device" }]],
    ["a named pipe", [{ name: "a", type: "fifo" }]],
  ])("refuses %s", async (_attack, entries) => {
    await expect(pull([{ bytes: await tar(...entries), mediaType: TAR }])).rejects.toMatchObject({
      code: "PACKAGE_REFUSED",
    });
  });

  it("refuses the same file from two layers", async () => {
    const layers = [
      { bytes: Buffer.from("1"), mediaType: RAW, path: "src/a" },
      { bytes: await tar({ name: "src/A", text: "2" }), mediaType: TAR },
    ];
    await expect(pull(layers)).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
  });

  it("refuses a bomb before it is on disk", async () => {
    const bomb = gzipSync(await tar({ name: "zeros", text: "\0".repeat(80 * 2 ** 20) }));
    expect(bomb.length).toBeLessThan(200_000);
    const layers = [{ bytes: bomb, mediaType: `${TAR}+gzip` }];
    await expect(pull(layers)).rejects.toThrow(/grows more than a hundredfold/);
    await expect(pull(layers, { maxBytes: 2 ** 20 })).rejects.toThrow(/unpacks to more than 1048576 bytes/);
  });

  it.each`
    what                    | options               | said
    ${"bytes"}              | ${{ maxBytes: 3000 }} | ${/unpacks to more than 3000 bytes/}
    ${"files and folders"}  | ${{ maxEntries: 3 }}  | ${/more than 3 files and folders/}
    ${"bytes, as promised"} | ${{ maxBytes: 10 }}   | ${/at most 10 are unpacked/}
  `("refuses too many $what", async ({ options, said }) => {
    const bytes = await tar({ name: "a/b/1", text: "x" }, { name: "a/b/2", text: "x" });
    await expect(pull([{ bytes: gzipSync(bytes), mediaType: `${TAR}+gzip` }], options)).rejects.toThrow(said);
  });

  it.each<[string, Buffer, string]>([
    ["an archive that is none", Buffer.from("x".repeat(2000)), TAR],
    ["an archive that ends early", Buffer.alloc(0), TAR],
    ["a compressed archive that is none", Buffer.from("x".repeat(2000)), `${TAR}+gzip`],
  ])("refuses %s", async (what, bytes, mediaType) => {
    const broken = what.endsWith("early")
      ? (await tar({ name: "a", text: "x".repeat(5000) })).subarray(0, 3000)
      : bytes;
    await expect(pull([{ bytes: broken, mediaType }])).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
  });

  it("refuses a layer without a place", async () => {
    await expect(pull([{ bytes: Buffer.from("x"), mediaType: RAW }])).rejects.toThrow(/does not say where/);
  });

  it("leaves nothing where a file was changed after packing", async () => {
    const home = temporaryFolder();
    const store = openOciStore(`oci-layout:${join(home, "layout")}`);
    const digest = await packLayers(store, [{ bytes: Buffer.from("weights"), mediaType: RAW, path: "w.bin" }]);
    const { layers } = JSON.parse(Buffer.from((await store.readManifest(digest))!.bytes).toString("utf8"));
    writeFileSync(join(home, "layout/blobs/sha256", layers[0].digest.slice(7)), "wEights");
    await expect(pullPackage(store, digest, join(home, "out"))).rejects.toMatchObject({ code: "PACKAGE_REFUSED" });
    expect(readdirSync(home)).toEqual(["layout"]);
  });

  it("unpacks over nothing, and into an empty folder", async () => {
    const home = temporaryFolder();
    const store = openOciStore(`oci-layout:${join(home, "layout")}`);
    const digest = await packLayers(store, [{ bytes: Buffer.from("weights"), mediaType: RAW, path: "w.bin" }], "v1");
    const folder = join(home, "out");
    mkdirSync(folder);
    expect((await pullPackage(store, "v1", folder)).digest).toBe(digest);
    await expect(pullPackage(store, "v1", folder)).rejects.toMatchObject({ code: "INPUT_INVALID" });
    expect(readFileSync(join(folder, "w.bin"), "utf8")).toBe("weights");
    await expect(pullPackage(store, "v2", join(home, "other"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
