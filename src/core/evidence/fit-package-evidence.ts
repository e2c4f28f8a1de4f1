import { addNotes } from "./add-notes.ts";
import { fitList, jsonBytes } from "./fit-list.ts";
import { toSafeText } from "./limits.ts";
import { makeOutcomeSafe } from "./make-outcome-safe.ts";
import type { PackageEvidence } from "./package-evidence.ts";
import { type FittedDocument, writeWithinLimit } from "./write-within-limit.ts";

/**
 * A document that is accepted. Where a package has so many files with such long names that the document were too large,
 * it lists the first ones, weights before all others, and a note says so: the manifest lists them all.
 */
export function fitPackageEvidence(evidence: PackageEvidence): FittedDocument<PackageEvidence> {
  const { attestation, lineage } = evidence;
  return writeWithinLimit(
    {
      ...evidence,
      outcome: makeOutcomeSafe(evidence.outcome),
      lineage:
        lineage.broken === undefined
          ? lineage
          : { ...lineage, broken: lineage.broken.map((sentence) => toSafeText(sentence, 500)) },
      attestation:
        attestation.kind === "signed" ? attestation : { ...attestation, reason: toSafeText(attestation.reason, 500) },
      notes: addNotes(evidence.notes, []),
    },
    shrink,
  );
}

function shrink(evidence: PackageEvidence, maxBytes: number): PackageEvidence {
  const packed = evidence.package;
  if (packed === undefined) return evidence;
  // Each file is named twice: by the envelope, and in its document.
  const room = (maxBytes - jsonBytes({ ...evidence, package: { ...packed, layers: [] } })) / 2;
  const layers = fitList(packed.layers, () => 0, packed.layers.length, Math.max(room, 0));
  const left = packed.layers.length - layers.length;
  if (left === 0 || layers.length === 0) return evidence;
  const note = `${String(left)} of the package's ${String(packed.layers.length)} files are listed by its manifest alone.`;
  return { ...evidence, package: { ...packed, layers }, notes: addNotes(evidence.notes, [note]) };
}
