import { z } from "zod";
import type { DriftEvidence } from "../../evidence/drift-evidence.ts";
import { ModelName } from "../../evidence/names.ts";
import { formatDay, formatQuantity } from "../../report/format-number.ts";
import type { Accepted } from "../../report/report-facts.ts";
import { daysBetween } from "../days-between.ts";
import type { GateFacts } from "../gate-facts.ts";
import type { GateVerdict, RuleFinding } from "../gate-result.ts";
import { defineRule } from "../gate-rule.ts";
import { worstVerdict } from "../worst-verdict.ts";

export const DriftOptions = z.strictObject({
  windows: z
    .enum(["newest", "all"])
    .default("newest")
    .describe("`newest`: the newest check must say stable; `all`: none since registration may say drift."),
  "max-age-days": z.number().positive().max(3650).optional().describe("The newest check must not be older."),
  datasets: z
    .array(ModelName)
    .min(1)
    .max(40)
    .optional()
    .describe("Names of the datasets; all that drift was looked for in if not given."),
  "no-checks": z
    .enum(["pass", "fail", "inconclusive"])
    .default("inconclusive")
    .describe("What it means that nobody looked for drift since the version was registered."),
});
export type DriftOptions = z.infer<typeof DriftOptions>;

/** The data have not drifted away from what the version was made from. */
export const DRIFT = defineRule({
  meaning: "The data have not drifted since the version was registered.",
  options: DriftOptions,
  evaluate: evaluateDrift,
});

function evaluateDrift(options: DriftOptions, { challenger, now }: GateFacts): RuleFinding {
  const age = options["max-age-days"];
  const fresh = age === undefined ? "" : `, looked at within ${formatQuantity(age, "day")}`;
  const expected =
    options.windows === "all" ? `no drift since registration${fresh}` : `newest drift check stable${fresh}`;
  const checks = challenger.drift
    .filter(({ document, standing }) => standing === "ledger" && document.model === challenger.version.model)
    .toSorted((a, b) => b.document.finishedAt.localeCompare(a.document.finishedAt));
  const names = options.datasets ?? [...new Set(checks.map(({ document }) => document.key))];
  if (names.length === 0) {
    const verdict = options["no-checks"];
    const actual = "nobody has looked for drift since the version was registered";
    return verdict === "pass"
      ? { verdict, expected, actual }
      : { verdict, expected, actual, todo: "Start the workflow that runs actions/drift." };
  }
  const judged = names.map((name) => {
    const own = checks.filter(({ document }) => document.key === name);
    return { name: name ?? "data", ...judgeChecks(own, options, now) };
  });
  const verdict = worstVerdict(judged);
  const actual = judged.map(({ name, words }) => `${name}: ${words}`).join("; ");
  if (verdict === "pass") return { verdict, expected, actual };
  const todo = verdict === "fail" ? "Train on newer data." : "Start the workflow that runs actions/drift.";
  return { verdict, expected, actual, todo };
}

function judgeChecks(
  checks: readonly Accepted<DriftEvidence>[],
  options: DriftOptions,
  now: string,
): { readonly verdict: GateVerdict; readonly words: string } {
  const [newest] = checks;
  if (newest === undefined) return { verdict: options["no-checks"], words: "nobody looked" };
  const { document } = newest;
  const day = formatDay(document.finishedAt);
  const drifted = checks.find(
    (check) => check.document.outcome.kind === "succeeded" && check.document.verdict === "drift",
  );
  if (options.windows === "all" && drifted !== undefined) {
    return { verdict: "fail", words: `drift on ${formatDay(drifted.document.finishedAt)}: ${drifted.document.reason}` };
  }
  if (document.outcome.kind !== "succeeded") return { verdict: "inconclusive", words: `the check of ${day} failed` };
  if (document.verdict === "drift") return { verdict: "fail", words: `drift on ${day}: ${document.reason}` };
  if (document.verdict === "inconclusive") {
    return { verdict: "inconclusive", words: `undecided on ${day}: ${document.reason}` };
  }
  const age = daysBetween(document.finishedAt, now);
  const limit = options["max-age-days"];
  if (limit !== undefined && !(age !== undefined && age <= limit)) {
    return { verdict: "inconclusive", words: `stable on ${day}, which is too long ago` };
  }
  return { verdict: "pass", words: `stable on ${day}` };
}
