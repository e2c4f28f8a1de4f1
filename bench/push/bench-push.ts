import { randomFillSync } from "node:crypto";
import { createWriteStream } from "node:fs";
import { link, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { markdownTable } from "markdown-table";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { fileBlob } from "../../src/oci/file-blob.ts";
import { MANIFEST_TYPE } from "../../src/oci/oci-documents.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { describeMachine } from "../describe-machine.ts";
import { measureProcess, medianUsage, type Program, type Usage } from "../engine/measure-process.ts";
import { startLocalRegistry } from "./start-local-registry.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const SIZE = Number(process.env["PAWL_BENCH_PUSH_BYTES"] ?? 2 * 2 ** 30);
const ROUNDS = Number(process.env["PAWL_BENCH_PUSH_ROUNDS"] ?? 3);

await main();

/** Pushes one large file to a registry on this machine, as Pawl does it and as skopeo does it, in turns. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-push-"));
  try {
    const machine = describeMachine();
    const file = join(folder, "model.safetensors");
    await pipeline(Readable.from(noise(SIZE), { objectMode: false }), createWriteStream(file));
    const layout = await layoutOf(file, folder);
    const runs: Record<"pawl" | "skopeo", Usage[]> = { pawl: [], skopeo: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = round % 2 === 0 ? (["pawl", "skopeo"] as const) : (["skopeo", "pawl"] as const);
      for (const name of order) {
        const { address, stop } = await startLocalRegistry();
        try {
          runs[name].push(await measureProcess(name === "pawl" ? pawl(file, address) : skopeo(layout, address)));
          await assertPushed(address, file);
        } finally {
          await stop();
        }
      }
    }
    const text = render(machine, { pawl: medianUsage(runs.pawl), skopeo: medianUsage(runs.skopeo) });
    process.stdout.write(text);
    if (process.argv.includes("--write")) await writeFile(join(HERE, "results.md"), text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function pawl(file: string, address: string): Program {
  const script = join(HERE, "push-file.ts");
  return {
    command: process.execPath,
    arguments: ["--import", "tsx", script, file, `${address}/acme/model`],
    folder: HERE,
  };
}

function skopeo(layout: string, address: string): Program {
  const target = `docker://${address}/acme/model:v1`;
  return {
    command: "skopeo",
    arguments: ["--insecure-policy", "copy", "--dest-tls-verify=false", `oci:${layout}:v1`, target],
  };
}

/** The same package as a layout folder, for skopeo: the blob is the same file. */
async function layoutOf(file: string, folder: string): Promise<string> {
  const layout = join(folder, "layout");
  const store = openOciStore(`oci-layout:${layout}`);
  const weights = await fileBlob(file);
  const empty = Buffer.from("{}");
  const config = {
    digest: digestOf(empty),
    size: empty.length,
    open: () => Readable.from([empty], { objectMode: false }),
  };
  await store.pushBlob(config);
  await link(file, join(layout, "blobs", "sha256", weights.digest.slice("sha256:".length)));
  const descriptor = ({ digest, size }: { digest: string; size: number }, mediaType: string) => ({
    mediaType,
    digest,
    size,
  });
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: descriptor(config, "application/vnd.cncf.model.config.v1+json"),
    layers: [descriptor(weights, "application/vnd.cncf.model.weight.v1.raw")],
  };
  await store.pushManifest(Buffer.from(JSON.stringify(manifest)), MANIFEST_TYPE, "v1");
  return layout;
}

/** A push that left nothing is an error, not a fast one. */
async function assertPushed(address: string, file: string): Promise<void> {
  const store = openOciStore(`${address}/acme/model`);
  const manifest = await store.readManifest("v1");
  const { digest } = await fileBlob(file);
  if (manifest === undefined || !Buffer.from(manifest.bytes).includes(digest) || !(await store.hasBlob(digest))) {
    throw new Error("the registry does not have what was pushed");
  }
}

function render(machine: string, { pawl: ours, skopeo: theirs }: Readonly<Record<"pawl" | "skopeo", Usage>>): string {
  const row = (name: string, { wallSeconds, cpuSeconds, peakMiB }: Usage) => [
    name,
    wallSeconds.toFixed(1),
    cpuSeconds.toFixed(1),
    peakMiB.toFixed(0),
  ];
  const ratio = [
    "Pawl / skopeo",
    (ours.wallSeconds / theirs.wallSeconds).toFixed(2),
    (ours.cpuSeconds / theirs.cpuSeconds).toFixed(2),
    (ours.peakMiB / theirs.peakMiB).toFixed(2),
  ];
  const table = markdownTable(
    [
      ["", "Wall, s", "CPU, s", "Peak, MiB"],
      row("Pawl: hash the file, push it", ours),
      row("skopeo copy", theirs),
      ratio,
    ],
    { align: ["l", "r", "r", "r"] },
  );
  const size = `${String(Math.round(SIZE / 2 ** 20))} MiB`;
  return `# Push of ${size} of random bytes to a registry on the same machine\n\n${machine}\n\nMedian of ${String(ROUNDS)} runs each, in turns, each to an empty registry. The registry's own work is in the wall time of both.\n\n${table}\n`;
}

function* noise(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= 2 ** 22) yield randomFillSync(Buffer.alloc(Math.min(left, 2 ** 22)));
}
