import type { PackageEvidence } from "../evidence/package-evidence.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatCode } from "./format-code.ts";
import { formatFence } from "./format-fence.ts";
import { formatMebibytes, formatQuantity } from "./format-number.ts";
import { renderTable } from "./render-table.ts";

const MIB = 1024 * 1024;

/** The job summary of one package as Markdown: where it is, what is in it, what it was made from. */
export function renderPackageSummary(evidence: PackageEvidence): string {
  const { package: packed, outcome, model, notes } = evidence;
  if (packed === undefined) {
    const told = outcome.kind === "succeeded" ? [] : outcome.logTail;
    return [`### ❌ ${model} was not packed`, ...(told.length === 0 ? [] : [formatFence(told)])].join("\n\n");
  }
  const reference = `${packed.repository}@${packed.digest}`;
  return [
    `### 📦 ${model} was packed`,
    `${formatCode(reference, 700)}, ${formatSize(packed.bytes)} in ${formatQuantity(packed.layers.length, "file")}.`,
    renderTable(
      [
        { title: "File", align: "left" },
        { title: "Kind", align: "left" },
        { title: "Size", align: "right" },
      ],
      packed.layers.map(({ path, kind, bytes }) => [formatCode(path, 200), kind, formatSize(bytes)]),
    ),
    lineageText(evidence),
    attestationText(evidence),
    ...notes.map((note) => `- ${escapeMarkdown(note, 500)}`),
  ].join("\n\n");
}

function lineageText({ lineage }: PackageEvidence): string {
  if (lineage.broken === undefined) return "**Lineage**: complete, from the training to these files.";
  return ["⚠️ **Lineage is broken**:", ...lineage.broken.map((sentence) => `- ${escapeMarkdown(sentence, 500)}`)].join(
    "\n",
  );
}

function attestationText({ attestation }: PackageEvidence): string {
  if (attestation.kind === "signed") return `**Signed**: attestation ${formatCode(attestation.id)}.`;
  return `**Not signed**, digests only: ${escapeMarkdown(attestation.reason, 500)}`;
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return formatQuantity(bytes, "byte");
  return bytes < MIB ? `${(bytes / 1024).toFixed(0)} KiB` : formatMebibytes(bytes / MIB);
}
