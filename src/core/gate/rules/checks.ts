import { z } from "zod";
import { label } from "../../evidence/limits.ts";
import type { CheckFacts, GateFacts } from "../gate-facts.ts";
import type { GateVerdict, RuleFinding } from "../gate-result.ts";
import { defineRule, type OptionIssue } from "../gate-rule.ts";
import { worstVerdict } from "../worst-verdict.ts";

const Outcome = z.enum(["pass", "fail", "inconclusive"]);

export const ChecksOptions = z.strictObject({
  names: z
    .array(label())
    .min(1)
    .max(30)
    .describe("Names of check runs or statuses of the head commit, as GitHub shows them."),
  app: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9-]*$/, "must be the slug of an App, like github-actions")
    .optional()
    .describe("Slug of the App that must have made them; without it every check of the name counts."),
  skipped: Outcome.default("inconclusive").describe("What a skipped check means."),
  neutral: Outcome.default("inconclusive").describe("What a neutral check means."),
});
export type ChecksOptions = z.infer<typeof ChecksOptions>;

/** Other check runs of the head commit succeeded. */
export const CHECKS = defineRule({
  meaning: "Other check runs or statuses of the head commit succeeded.",
  options: ChecksOptions,
  check: checkOptions,
  evaluate: evaluateChecks,
});

const OWN = "pawl / promotion";

function checkOptions({ names }: ChecksOptions): readonly OptionIssue[] {
  const index = names.indexOf(OWN);
  const hint = "Name another check.";
  return index === -1
    ? []
    : [
        {
          path: ["names", index],
          about: "value",
          message: "is the gate's own check, which would wait for itself.",
          hint,
        },
      ];
}

function evaluateChecks(options: ChecksOptions, { checks }: GateFacts): RuleFinding {
  const { names, app } = options;
  const expected = `${names.join(", ")} succeeded${app === undefined ? "" : ` (by ${app})`}`;
  const judged = names.map((name) => ({ name, ...judgeCheck(name, options, checks) }));
  const verdict = worstVerdict(judged);
  const actual = judged.map(({ name, words }) => `${name}: ${words}`).join("; ");
  if (verdict === "pass") return { verdict, expected, actual };
  const open = judged.filter((check) => check.verdict !== "pass").map(({ name }) => name);
  const todo = verdict === "fail" ? `Repair ${open.join(", ")}.` : `Wait for ${open.join(", ")}, or start it.`;
  return { verdict, expected, actual, todo };
}

/** Where several sources have a check of one name, none of them may say otherwise. */
function judgeCheck(name: string, options: ChecksOptions, checks: readonly CheckFacts[]) {
  const named = checks.filter((check) => check.name === name);
  const own = options.app === undefined ? named : named.filter(({ app }) => app === options.app);
  if (own.length === 0) {
    const others = [...new Set(named.map(({ app }) => app ?? "a status"))];
    const words = others.length === 0 ? "is not there" : `is there only by ${others.join(", ")}`;
    return { verdict: "inconclusive" as const, words };
  }
  const results = own.map((check) => ({ verdict: verdictOf(check, options), check }));
  const verdict = worstVerdict(results);
  const deciding = results.find((result) => result.verdict === verdict)?.check;
  const said = deciding?.status === "completed" ? (deciding.conclusion ?? "without a conclusion") : "has not ended";
  return { verdict, words: own.length > 1 ? `${said} (${deciding?.app ?? "a status"})` : said };
}

function verdictOf({ status, conclusion }: CheckFacts, options: ChecksOptions): GateVerdict {
  if (status !== "completed") return "inconclusive";
  switch (conclusion) {
    case "success":
      return "pass";
    case "skipped":
      return options.skipped;
    case "neutral":
      return options.neutral;
    // Nobody has decided yet, or GitHub has forgotten that anybody was asked.
    case "action_required":
    case "stale":
    case "pending":
    case "expected":
    case null:
      return "inconclusive";
    default:
      return "fail";
  }
}
