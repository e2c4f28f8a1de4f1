import { z } from "zod";
import { EvidenceKey } from "../../evidence/names.ts";
import { formatDay, formatQuantity } from "../../report/format-number.ts";
import { daysBetween } from "../days-between.ts";
import { findEvaluation } from "../find-evaluation.ts";
import type { GateFacts } from "../gate-facts.ts";
import type { GateVerdict, RuleFinding } from "../gate-result.ts";
import { defineRule, type OptionIssue } from "../gate-rule.ts";
import { worstVerdict } from "../worst-verdict.ts";

const flag = (what: string) => z.literal(true).optional().describe(what);

export const EvidenceOptions = z.strictObject({
  "max-age-days": z
    .number()
    .positive()
    .max(3650)
    .optional()
    .describe("The evaluation of the primary metric must not be older."),
  "trusted-workflow": flag("The workflow file that made the version was the default branch's own."),
  "same-data": flag("Challenger and champion were evaluated on the same test data."),
  "complete-lineage": flag("Run, evaluation and package of the version are on the ledger, byte for byte."),
  attested: flag("The package is signed with an artifact attestation."),
  pullable: flag("The registry still has the version's digest, asked when the check was made."),
  evaluation: EvidenceKey.optional().describe("Key of the evaluation that counts, where a version has several."),
});
export type EvidenceOptions = z.infer<typeof EvidenceOptions>;

interface Part {
  readonly verdict: GateVerdict;
  readonly expected: string;
  readonly words: string;
  readonly todo: string;
}

/** Age and provenance of what the version is judged by. */
export const EVIDENCE = defineRule({
  meaning: "The evidence is fresh, complete and from where it has to be.",
  options: EvidenceOptions,
  check: checkOptions,
  evaluate: evaluateEvidence,
});

const DEMANDS = [
  ["max-age-days", judgeAge],
  ["trusted-workflow", judgeWorkflow],
  ["same-data", judgeTestData],
  ["complete-lineage", judgeLineage],
  ["attested", judgeAttestation],
  ["pullable", judgePullable],
] as const satisfies readonly (readonly [
  keyof EvidenceOptions,
  (options: EvidenceOptions, facts: GateFacts) => Part,
])[];

function checkOptions(options: EvidenceOptions): readonly OptionIssue[] {
  if (DEMANDS.some(([key]) => options[key] !== undefined)) return [];
  const hint = `Write one or more of ${DEMANDS.map(([key]) => key).join(", ")}.`;
  return [{ path: [], about: "value", message: "demands nothing.", hint }];
}

function evaluateEvidence(options: EvidenceOptions, facts: GateFacts): RuleFinding {
  const parts = DEMANDS.flatMap(([key, judge]) => (options[key] === undefined ? [] : [judge(options, facts)]));
  if (parts.length === 0) {
    return { verdict: "inconclusive", expected: "a demand", actual: "the rule demands nothing", todo: "Say what." };
  }
  const verdict = worstVerdict(parts);
  const expected = parts.map((part) => part.expected).join(", ");
  const open = parts.filter((part) => part.verdict !== "pass");
  const actual = (open.length === 0 ? parts : open).map(({ words }) => words).join("; ");
  if (verdict === "pass") return { verdict, expected, actual };
  return { verdict, expected, actual, todo: open.map(({ todo }) => todo).join(" ") };
}

function judgeAge(options: EvidenceOptions, { challenger, primaryMetric, now }: GateFacts): Part {
  const limit = options["max-age-days"] ?? 0;
  const expected = `evaluated within ${formatQuantity(limit, "day")}`;
  const todo = "Evaluate the version again.";
  const found = findEvaluation(challenger, primaryMetric.name, options.evaluation);
  if (found.kind === "none") return { verdict: "inconclusive", expected, words: found.why, todo: found.todo };
  const { finishedAt } = found.evaluation.document;
  const age = daysBetween(finishedAt, now);
  if (age === undefined) {
    return { verdict: "inconclusive", expected, words: "the evaluation says that it ends in the future", todo };
  }
  const words = `evaluated on ${formatDay(finishedAt)}`;
  return age <= limit
    ? { verdict: "pass", expected, words, todo }
    : { verdict: "fail", expected, words: `${words}, ${formatQuantity(Math.floor(age), "day")} ago`, todo };
}

function judgeWorkflow(_: EvidenceOptions, { challenger }: GateFacts): Part {
  return {
    verdict: challenger.trustedWorkflow ? "pass" : "fail",
    expected: "made by the default branch's own workflow file",
    words: challenger.trustedWorkflow ? "the workflow file is trusted" : "another workflow file made it",
    todo: "Train and package on the default branch.",
  };
}

function judgeTestData(options: EvidenceOptions, { challenger, champion, primaryMetric }: GateFacts): Part {
  const expected = "both versions evaluated on the same test data";
  const todo = "Evaluate the champion on the challenger's test data.";
  if (champion === undefined) return { verdict: "pass", expected, words: "there is no champion yet", todo };
  const [here, there] = [challenger, champion].map((version) =>
    findEvaluation(version, primaryMetric.name, options.evaluation),
  );
  const missing = [here, there].find((found) => found?.kind === "none");
  if (missing?.kind === "none") return { verdict: "inconclusive", expected, words: missing.why, todo: missing.todo };
  const [left, right] = [here, there].map((found) =>
    found?.kind === "found" ? found.evaluation.document.testData : undefined,
  );
  if (left === undefined || right === undefined) {
    return { verdict: "inconclusive", expected, words: "an evaluation does not say on which data", todo };
  }
  return left === right
    ? { verdict: "pass", expected, words: `the same test data (${left.slice(0, 8)})`, todo }
    : { verdict: "fail", expected, words: `different test data (${left.slice(0, 8)}, ${right.slice(0, 8)})`, todo };
}

function judgeLineage(_: EvidenceOptions, { challenger }: GateFacts): Part {
  const { version, broken } = challenger;
  const lacking = [
    ...(challenger.package === undefined ? ["package"] : []),
    ...(challenger.run === undefined ? ["run"] : []),
    ...(challenger.evaluations.length === 0 ? ["evaluation"] : []),
  ];
  const expected = "lineage complete on the ledger";
  const todo = "Train and package again on the default branch, or restore the ledger's documents.";
  if (version.origin === "adopted") {
    return { verdict: "fail", expected, words: "adopted: nobody saw how it was made", todo };
  }
  const wrong = [...lacking.map((kind) => `no ${kind}`), ...broken.map((document) => `broken: ${document}`)];
  return wrong.length === 0
    ? { verdict: "pass", expected, words: "run, evaluation and package are on the ledger", todo }
    : { verdict: "fail", expected, words: wrong.slice(0, 5).join(", "), todo };
}

function judgeAttestation(_: EvidenceOptions, { challenger }: GateFacts): Part {
  const { attestation } = challenger.version;
  const signed = attestation.kind === "signed";
  return {
    verdict: signed ? "pass" : "fail",
    expected: "package attested",
    words: signed ? `attestation ${attestation.id}` : `not signed: ${attestation.reason}`,
    todo: "Give the package job id-token: write and attestations: write, where the plan has attestations.",
  };
}

function judgePullable(_: EvidenceOptions, { challenger }: GateFacts): Part {
  const expected = "digest pullable";
  const todo = "Look at the registry: push the version's package again, or register a new version.";
  const { pullable } = challenger;
  if (pullable === undefined) return { verdict: "inconclusive", expected, words: "nobody asked the registry", todo };
  switch (pullable.kind) {
    case "pullable":
      return { verdict: "pass", expected, words: "the registry has it", todo };
    case "absent":
      return { verdict: "fail", expected, words: "the registry does not have it", todo };
    case "differs":
      return { verdict: "fail", expected, words: `the registry has ${pullable.digest} instead`, todo };
    case "unknown":
      return { verdict: "inconclusive", expected, words: pullable.reason, todo };
  }
}
