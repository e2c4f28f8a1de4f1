import { formatQuantity } from "./format-number.ts";
import type { RefusedEvidence } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

/** Refused documents beyond this many are counted only. */
const MAX_REFUSED = 5;

/** Evidence that was not accepted, a sentence each, and how many more there are. */
export function describeRefusals(refused: readonly RefusedEvidence[]): Sentence[] {
  const shown = refused
    .slice(0, MAX_REFUSED)
    .map(
      ({ artifact, reason, workflowRunUrl }): Sentence => [
        "The artifact ",
        { code: artifact },
        " was refused: ",
        { text: reason },
        " (",
        { link: "workflow run", url: workflowRunUrl },
        ")",
      ],
    );
  const rest = refused.length - shown.length;
  return rest === 0
    ? shown
    : [...shown, [`${formatQuantity(rest, "more artifact")} ${rest === 1 ? "was" : "were"} refused.`]];
}
