import { z } from "zod";
import { formatInstant } from "../../report/format-number.ts";
import { isNamed, listNamed } from "../entitled.ts";
import type { BreakGlassFacts, GateFacts } from "../gate-facts.ts";
import type { RuleFinding } from "../gate-result.ts";
import { defineRule, type OptionIssue } from "../gate-rule.ts";
import { Teams, Users } from "./people.ts";

export const BreakGlassOptions = z.strictObject({
  users: Users,
  teams: Teams,
  "min-length": z.int().min(1).max(500).default(20).describe("Letters that the reason must have at least."),
});
export type BreakGlassOptions = z.infer<typeof BreakGlassOptions>;

/** A named person said `/pawl break-glass <reason>`. Stands beside the rules that it replaces, under `any`. */
export const BREAK_GLASS = defineRule({
  meaning: "A named person broke the glass (`/pawl break-glass <reason>`), which the record says for ever.",
  options: BreakGlassOptions,
  check: checkOptions,
  evaluate: evaluateBreakGlass,
});

function checkOptions({ users, teams }: BreakGlassOptions): readonly OptionIssue[] {
  if (users.length + teams.length > 0) return [];
  const hint = "Name people in users, or teams in teams.";
  return [{ path: [], about: "value", message: "names nobody, so nobody could.", hint }];
}

function evaluateBreakGlass(options: BreakGlassOptions, { pullRequest }: GateFacts): RuleFinding {
  const { users, teams } = options;
  const expected = `glass broken by ${listNamed(users, teams)}`;
  if (pullRequest === undefined) {
    const todo = "Ask with a pull request.";
    return { verdict: "inconclusive", expected, actual: "there is no pull request", todo };
  }
  const judged = pullRequest.breakGlass.map((attempt) => ({ attempt, refusal: refuse(attempt, options) }));
  const valid = judged.find(({ refusal }) => refusal === undefined)?.attempt;
  const details = judged.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal]));
  const head = { expected, ...(details.length === 0 ? {} : { details }) };
  if (valid === undefined) {
    const todo = `In an emergency one of them comments /pawl break-glass and why, in ${String(options["min-length"])} letters or more.`;
    return { ...head, verdict: "fail", actual: "the glass is whole", todo };
  }
  const actual = `GLASS BROKEN by ${valid.author} at ${formatInstant(valid.at)}: ${valid.reason}`;
  return { ...head, verdict: "pass", actual };
}

/** Why somebody's words do not count; undefined where they do. */
function refuse(attempt: BreakGlassFacts, options: BreakGlassOptions): string | undefined {
  const { author, reason, teams = [], changedSince = [] } = attempt;
  // An empty list of names lets everybody pass elsewhere; here it must let nobody.
  const named = options.users.length + options.teams.length > 0 && isNamed({ author, teams }, options);
  if (!named) return `${author} is not one of those who may break the glass`;
  const letters = [...reason.replace(/\s+/g, "")].length;
  if (letters < options["min-length"]) {
    return `${author} gave a reason of ${String(letters)} letters, fewer than ${String(options["min-length"])}`;
  }
  if (changedSince.length > 0) return `${author} broke the glass before ${changedSince.slice(0, 3).join(", ")} changed`;
  return undefined;
}
