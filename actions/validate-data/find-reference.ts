import { resolve } from "node:path";
import { attempt } from "../../src/runner/attempt.ts";
import { type ProfileDocument, readProfileDocument } from "../../src/runner/datasets/profile-document.ts";
import type { ValidationJob } from "./plan-validation.ts";

/**
 * The profile whose bins the new one is to stand on, as the input `reference` says; `undefined` where there is none yet.
 * A file that the workflow names must be right: throws `INPUT_INVALID`, `EVIDENCE_INVALID`. What the ledger lacks is a note.
 */
export async function findReference(
  job: ValidationJob,
  fingerprint: () => Promise<string | undefined>,
): Promise<ProfileDocument | undefined> {
  const { inputs, folder, notes } = job;
  if (inputs.reference === "none") return undefined;
  if (inputs.reference !== "auto") return readProfileDocument(resolve(folder, inputs.reference), inputs.reference);
  if (inputs["github-token"] === undefined) return undefined;
  return attempt(
    "Reading the reference from the ledger",
    notes,
    async () => {
      // Loaded only here: GitHub's client takes longer to load than a small file to be read.
      const { readLedgerReference } = await import("./read-ledger-reference.ts");
      return readLedgerReference(job, fingerprint);
    },
    undefined,
  );
}
