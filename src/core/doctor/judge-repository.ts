import type { Finding } from "./finding.ts";
import { judgeEnvironments } from "./judge-environments.ts";
import { judgeOwnRefs } from "./judge-own-refs.ts";
import { judgeProtection } from "./judge-protection.ts";
import { judgeWorkflows } from "./judge-workflows.ts";
import type { RepositoryFacts } from "./repository-facts.ts";

const ORDER = ["problem", "advice", "unknown", "good"] as const satisfies readonly Finding["level"][];

/** Everything that stands between a repository and promotions that can be trusted; the worst first. */
export function judgeRepository(facts: RepositoryFacts): readonly Finding[] {
  const findings = [
    ...judgeProtection(facts),
    ...judgeOwnRefs(facts),
    ...judgeEnvironments(facts),
    ...judgeWorkflows(facts),
  ];
  return ORDER.flatMap((level) => findings.filter((finding) => finding.level === level));
}
