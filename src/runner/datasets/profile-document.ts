import { open, readFile, stat } from "node:fs/promises";
import { z } from "zod";
import { Profile } from "../../core/dataset/profile.ts";
import { PawlError } from "../../core/errors.ts";
import { type ProfiledBatch, unpackBatches } from "../../core/evidence/data-batches.ts";
import { CommitSha } from "../../core/evidence/limits.ts";
import { formatFingerprint } from "../../core/evidence/run-evidence.ts";
import { documentDigest, parseStatement, STATEMENT_TYPE } from "../../core/evidence/statement.ts";
import { parseStrictJson } from "../../core/evidence/strict-json.ts";

/** What `pawl profile --json` prints: a profile by itself, without the identity that evidence has. */
export const ProfileFile = z.strictObject({
  schema: z.literal("pawl.profile/v1"),
  name: z.string(),
  source: z.strictObject({
    /** `table`: of another engine, in no files of which this one knows. */
    format: z.enum(["csv", "parquet", "jsonl", "arrow", "table"]),
    path: z.string(),
    files: z.int().nonnegative(),
    bytes: z.int().nonnegative().optional(),
  }),
  fingerprint: z.string().optional(),
  profile: Profile,
});
export type ProfileFile = z.infer<typeof ProfileFile>;

/** A profile that was made earlier, with what is known of its origin. */
export interface ProfileDocument {
  readonly profile: Profile;
  /** The same rows in parts, oldest first, where they were counted in parts as well; else none. */
  readonly parts: readonly ProfiledBatch[];
  /** sha-256 of the document's bytes. */
  readonly digest: string;
  readonly fingerprint?: string | undefined;
  readonly commit?: string | undefined;
}

/** A file that `pawl profile` prints may be larger than evidence: nothing is left out of it. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const BEGINNING_BYTES = 4096;

/** The profile in `data` or `drift` evidence, or in what `pawl profile --json` printed. Throws `INPUT_INVALID`, `EVIDENCE_INVALID`. */
export async function readProfileDocument(absolute: string, shown: string): Promise<ProfileDocument> {
  const found = await stat(absolute).catch(() => undefined);
  if (found?.isFile() !== true) throw refusal(`${shown} does not exist, or is not a file`);
  if (found.size > MAX_FILE_BYTES) throw refusal(`${shown} is larger than 64 MiB`);
  const bytes = await readFile(absolute);
  const value = parseStrictJson(bytes, shown);
  if (isStatement(value)) return profileOfEvidence(bytes, shown);
  const parsed = ProfileFile.safeParse(value);
  if (!parsed.success) throw refusal(`${shown} holds neither evidence nor a profile`);
  const { profile, fingerprint } = parsed.data;
  return { profile, parts: [], digest: documentDigest(bytes), fingerprint };
}

/** The profile that a document of the ledger, or of an artifact, holds. Throws `INPUT_INVALID` where it has none. */
export function profileOfEvidence(bytes: Uint8Array, shown: string): ProfileDocument {
  const { predicate } = parseStatement(bytes, shown);
  const profile = "profile" in predicate ? predicate.profile : undefined;
  if (profile === undefined) throw refusal(`${shown} is evidence without a profile`);
  const dataset =
    predicate.schema === "pawl.data/v1"
      ? predicate.dataset
      : predicate.schema === "pawl.drift/v1"
        ? predicate.current.dataset
        : undefined;
  const batches = predicate.schema === "pawl.data/v1" ? predicate.batches : undefined;
  return {
    profile,
    parts: batches === undefined ? [] : (unpackBatches(profile, batches) ?? []),
    digest: documentDigest(bytes),
    commit: CommitSha.parse(predicate.identity.commit),
    ...(dataset === undefined ? {} : { fingerprint: formatFingerprint(dataset) }),
  };
}

/** Whether a file is to be read as a document and not as data: by its name and its first bytes. */
export async function isProfileDocument(absolute: string): Promise<boolean> {
  if (!/\.json$/i.test(absolute)) return false;
  const file = await open(absolute).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(BEGINNING_BYTES), position: 0 });
    const beginning = buffer.toString("utf8", 0, bytesRead);
    return beginning.includes(STATEMENT_TYPE) || beginning.includes("pawl.profile/v1");
  } finally {
    await file.close();
  }
}

function isStatement(value: unknown): boolean {
  return typeof value === "object" && value !== null && "_type" in value;
}

function refusal(message: string): PawlError {
  return new PawlError({
    code: "INPUT_INVALID",
    message,
    hint: "A reference is a data.json that validate-data left, or what `pawl profile --json` printed.",
  });
}
