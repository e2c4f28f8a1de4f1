import { formatQuantity } from "./format-number.ts";
import { listNames } from "./list-names.ts";
import type { ReportContext } from "./report-context.ts";
import type { DataFacts } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

/** Refused documents beyond this many are counted only. */
const MAX_REFUSED = 5;

/** What a reader must know to believe what is said about a dataset. */
export function listDataWarnings(facts: DataFacts, { baseRef }: ReportContext): Sentence[] {
  const { evidence, base, contractChanged, plan } = facts;
  return [
    ...(evidence?.standing === "fork"
      ? [["This comes from a fork. It is shown, but not kept, and no gate ever uses it."]]
      : []),
    ...refusals(facts),
    ...(evidence !== undefined && base !== undefined && !base.isMergeBase
      ? [
          [
            "Compared with the data of ",
            { code: base.evidence.document.identity.commit.slice(0, 7) },
            ": the commit that this branch started from has no data evidence of its own.",
          ],
        ]
      : []),
    ...(contractChanged && evidence !== undefined
      ? [
          [
            "This pull request changes the contract ",
            { code: plan.contract ?? "" },
            " that the data are judged by; on ",
            { code: baseRef },
            " it is another.",
          ],
        ]
      : []),
    ...otherContract(facts),
  ];
}

function refusals({ refused }: DataFacts): Sentence[] {
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

/** The workflow decides what it checks; the configuration says what it should have checked. */
function otherContract({ evidence, plan }: DataFacts): Sentence[] {
  if (evidence === undefined || evidence.document.outcome.kind !== "succeeded" || plan.contract === undefined)
    return [];
  const used = evidence.document.contract?.path;
  if (used === plan.contract) return [];
  return [
    [
      "The configuration names the contract ",
      { code: plan.contract },
      ", but the workflow used ",
      ...(used === undefined ? ["none"] : listNames([used], 1)),
      ".",
    ],
  ];
}

/** What was checked is not what the configuration wants to be checked. */
export function usesOtherContract({ evidence, plan }: DataFacts): boolean {
  if (evidence === undefined || evidence.document.outcome.kind !== "succeeded") return false;
  return plan.contract !== undefined && evidence.document.contract?.path !== plan.contract;
}
