import { describeRefusals } from "./describe-refusals.ts";
import { listNames } from "./list-names.ts";
import type { ReportContext } from "./report-context.ts";
import type { DataFacts } from "./report-facts.ts";
import type { Sentence } from "./sentence.ts";

/** What a reader must know to believe what is said about a dataset. */
export function listDataWarnings(facts: DataFacts, { baseRef }: ReportContext): Sentence[] {
  const { evidence, base, contractChanged, plan } = facts;
  return [
    ...(evidence?.standing === "fork"
      ? [["This comes from a fork. It is shown, but not kept, and no gate ever uses it."]]
      : []),
    ...describeRefusals(facts.refused),
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

/** The workflow decides what it checks; the configuration says what it should have checked. */
function otherContract(facts: DataFacts): Sentence[] {
  if (!usesOtherContract(facts)) return [];
  const { plan, evidence } = facts;
  const used = evidence?.document.contract?.path;
  return [
    [
      "The configuration names the contract ",
      { code: plan.contract ?? "" },
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
