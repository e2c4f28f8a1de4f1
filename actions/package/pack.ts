import { Readable } from "node:stream";
import { addNotes } from "../../src/core/evidence/add-notes.ts";
import { toSafeText } from "../../src/core/evidence/limits.ts";
import type { PackageAttachment, PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import { type CompletedCard, completeCard } from "../../src/core/package/complete-card.ts";
import { digestOf } from "../../src/core/package/digest-of.ts";
import { ATTACHMENT_TYPES, makeAttachment, type SmallBlob } from "../../src/core/package/make-attachment.ts";
import { makeMlBom } from "../../src/core/package/make-ml-bom.ts";
import { OCI_MANIFEST_TYPE } from "../../src/core/package/model-pack.ts";
import type { PackageFile } from "../../src/core/package/package-file.ts";
import type { PackageSources } from "../../src/core/package/package-sources.ts";
import { parseModelCard } from "../../src/core/package/parse-model-card.ts";
import { type PackagePlan, planPackage } from "../../src/core/package/plan-package.ts";
import { traceLineage } from "../../src/core/package/trace-lineage.ts";
import type { BlobSource, OciStore } from "../../src/oci/oci-store.ts";
import { pushBlobs } from "../../src/oci/push-blobs.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { type ReadSource, sortSources } from "../../src/runner/package/read-sources.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import { type GatheredFiles, gatherFiles } from "./gather-files.ts";
import type { PackingJob } from "./plan-packing.ts";

const CARD_PATH = "MODEL_CARD.md";

/**
 * Packs the model and sends it where it shall lie; gives the evidence without an attestation.
 *
 * @throws `INPUT_INVALID` where something cannot be packed, and whatever the registry refuses with.
 */
export async function pack(
  job: PackingJob,
  draft: PackageEvidence,
  read: readonly ReadSource[],
): Promise<PackageEvidence> {
  const { identity, inputs, destination, notes } = job;
  const sources = sortSources(read);
  const gathered = await gatherFiles(job, sources);
  const card = makeCard(job, gathered, sources);
  const files = [...gathered.files, { kind: "doc" as const, path: CARD_PATH, blob: bytesBlob(card.blob) }];
  const plan = planPackage({
    model: inputs.model,
    files: files.map(({ kind, path, blob }): PackageFile => ({ kind, path, bytes: blob.size, sha256: hexOf(blob) })),
    sourceUrl: `${job.env["GITHUB_SERVER_URL"] ?? "https://github.com"}/${identity.repository}`,
    commit: identity.commit,
    run: sources.run?.evidence,
    license: card.license,
    title: undefined,
    description: card.summary,
  });
  await send(destination.store, files, plan, destination.tags);
  const bom = makeMlBom({ ...card, model: inputs.model, digest: plan.digest, layers: plan.layers, sources });
  const attachments = await attachAll(job, plan, [
    { kind: "model-card", name: CARD_PATH, content: card.blob.bytes },
    { kind: "ml-bom", name: "ml-bom.json", content: bom },
    ...read.map(({ name, bytes }) => ({ kind: "evidence" as const, name, content: bytes })),
  ]);
  const { digest, bytes, layers } = plan;
  const packed = plan.layers.map((layer) => ({ ...layer, sha256: hexOf(layer) }));
  return {
    ...draft,
    finishedAt: new Date().toISOString(),
    package: {
      ...{ digest, bytes, layers: [...layers] },
      repository: toSafeText(destination.repository, 500),
      tags: destination.tags.slice(0, 10),
      attachments: attachments.slice(0, 50),
    },
    card: {
      sha256: hexOf(card.blob),
      ...(card.license === undefined ? {} : { license: toSafeText(card.license, 100) }),
      ...(card.summary === undefined ? {} : { summary: toSafeText(card.summary, 2000) }),
    },
    lineage: traceLineage({ commit: identity.commit, files: packed, sources }),
    notes: addNotes(notes, []),
  };
}

interface MadeCard extends Pick<CompletedCard, "license" | "summary"> {
  readonly blob: SmallBlob;
}

function makeCard({ inputs, identity, notes }: PackingJob, { card }: GatheredFiles, sources: PackageSources): MadeCard {
  const source = card?.name ?? CARD_PATH;
  const { model, license: named } = inputs;
  const { repository, commit } = identity;
  const completed = completeCard(card === undefined ? undefined : parseModelCard(card.bytes, source), source, {
    ...{ model, repository, commit, sources },
    license: named,
  });
  notes.push(...completed.notes);
  const bytes = new TextEncoder().encode(completed.text);
  const { license, summary } = completed;
  return { license, summary, blob: { bytes, digest: digestOf(bytes) } };
}

function hexOf({ digest }: { readonly digest: string }): string {
  return digest.slice("sha256:".length);
}

async function send(
  store: OciStore,
  files: readonly { readonly path: string; readonly blob: BlobSource }[],
  plan: PackagePlan,
  tags: readonly string[],
): Promise<void> {
  const blobs = [...files.map(({ blob }) => blob), bytesBlob(plan.config)];
  const outcomes = await pushBlobs(store, blobs);
  const present = outcomes.filter((outcome) => outcome === "present").length;
  await store.pushManifest(plan.manifest, OCI_MANIFEST_TYPE);
  for (const tag of tags) await store.pushManifest(plan.manifest, OCI_MANIFEST_TYPE, tag);
  logLine(`${store.repository}@${plan.digest}: ${String(blobs.length)} blobs, ${String(present)} were there already.`);
}

export interface Attached {
  readonly kind: PackageAttachment["kind"];
  readonly name: string;
  readonly content: Uint8Array;
}

/** Hangs documents on the package. One that is refused is a note: the package itself is there. */
export async function attachAll(
  job: Pick<PackingJob, "destination" | "notes">,
  { digest, manifest }: Pick<PackagePlan, "digest" | "manifest">,
  documents: readonly Attached[],
): Promise<PackageAttachment[]> {
  const { store } = job.destination;
  const attached: PackageAttachment[] = [];
  const size = manifest.byteLength;
  for (const { kind, name, content } of documents) {
    await attempt(
      `Attaching ${name}`,
      job.notes,
      async () => {
        const made = makeAttachment({ kind, name, content, subject: { digest, size } });
        await pushBlobs(store, made.blobs.map(bytesBlob));
        const subject = { mediaType: OCI_MANIFEST_TYPE, digest, size };
        const descriptor = await store.attach(subject, made.manifest, OCI_MANIFEST_TYPE);
        attached.push({ kind, digest: descriptor.digest, mediaType: ATTACHMENT_TYPES[kind] });
      },
      undefined,
    );
  }
  return attached;
}

function bytesBlob({ bytes, digest }: SmallBlob): BlobSource {
  return { digest, size: bytes.byteLength, open: (offset) => Readable.from([Buffer.from(bytes.subarray(offset))]) };
}
