import { z } from "zod";
import type { DataEvidence } from "../../evidence/data-evidence.ts";
import { ModelName } from "../../evidence/names.ts";
import { formatFingerprint } from "../../evidence/run-evidence.ts";
import type { Accepted } from "../../report/report-facts.ts";
import type { GateFacts, VersionFacts } from "../gate-facts.ts";
import type { GateVerdict, RuleFinding } from "../gate-result.ts";
import { defineRule } from "../gate-rule.ts";
import { worstVerdict } from "../worst-verdict.ts";

export const DataContractOptions = z.strictObject({
  datasets: z
    .array(ModelName)
    .min(1)
    .max(40)
    .optional()
    .describe("Names of the datasets; all of the model's that have a contract if not given."),
});
export type DataContractOptions = z.infer<typeof DataContractOptions>;

/** Each dataset kept its contract, in the very bytes that the version was made from. */
export const DATA_CONTRACT = defineRule({
  meaning: "The data that the version was made from keep their contract.",
  options: DataContractOptions,
  evaluate: evaluateDataContract,
});

function evaluateDataContract(options: DataContractOptions, { contracts, challenger }: GateFacts): RuleFinding {
  const names = options.datasets ?? contracts;
  if (names.length === 0) {
    return {
      verdict: "inconclusive",
      expected: "datasets that keep their contract",
      actual: "no dataset of the model has a contract",
      todo: "Give a dataset of the model a contract, or take the rule out.",
    };
  }
  const expected = `contract kept by ${names.join(", ")}`;
  const judged = names.map((name) => ({ name, ...judgeDataset(name, challenger) }));
  const verdict = worstVerdict(judged);
  const actual = judged.map(({ name, words }) => `${name}: ${words}`).join("; ");
  if (verdict === "pass") return { verdict, expected, actual };
  const todo =
    verdict === "fail"
      ? "Repair the data or the contract, and train again."
      : "Validate the data that the version was made from with actions/validate-data on the default branch.";
  return { verdict, expected, actual, todo };
}

function judgeDataset(name: string, { version, data }: VersionFacts): { verdict: GateVerdict; words: string } {
  const fingerprint = version.lineage.data.find((dataset) => dataset.name === name)?.fingerprint;
  if (fingerprint === undefined)
    return { verdict: "inconclusive", words: "the version does not say which data it is from" };
  const evidence = data.filter(
    ({ document, standing }) =>
      standing === "ledger" &&
      document.key === name &&
      document.dataset !== undefined &&
      formatFingerprint(document.dataset) === fingerprint,
  );
  const counting = ofNewestContract(evidence);
  const [newest] = counting;
  if (newest === undefined) return { verdict: "inconclusive", words: "nobody validated these data against a contract" };
  if (newest.document.outcome.kind !== "succeeded") return { verdict: "inconclusive", words: "they could not be read" };
  if (counting.some(({ document }) => document.verdict !== newest.document.verdict)) {
    return { verdict: "inconclusive", words: "two validations against the same contract contradict each other" };
  }
  return { verdict: newest.document.verdict, words: describe(newest.document) };
}

/** A contract that was repaired makes the verdicts by the old one history; newest first. */
function ofNewestContract(evidence: readonly Accepted<DataEvidence>[]): readonly Accepted<DataEvidence>[] {
  const withContract = evidence
    .filter(({ document }) => document.contract !== undefined)
    .toSorted((a, b) => b.acceptedAt.localeCompare(a.acceptedAt));
  const sha256 = withContract[0]?.document.contract?.sha256;
  return withContract.filter(({ document }) => document.contract?.sha256 === sha256);
}

function describe({ verdict, checks }: DataEvidence): string {
  if (verdict === "pass") return "kept";
  if (verdict === "inconclusive") return "could not be judged";
  const broken = checks.filter((check) => check.severity === "error" && check.verdict === "fail");
  const [first] = broken;
  if (first === undefined) return "broken";
  return `broken (${first.title}${broken.length > 1 ? ` and ${String(broken.length - 1)} more` : ""})`;
}
