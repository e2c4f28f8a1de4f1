import type { VersionFacts } from "./gate-facts.ts";
import type { GateResult } from "./gate-result.ts";

/**
 * What holds whatever the policy says: the registry has this version's digest and no other, and the version's tag is where
 * the App put it. Only what is wrong; a registry that cannot be asked is the rule `evidence: { pullable: true }`'s business.
 */
export function judgeIntegrity({ version, pullable, tag }: VersionFacts): readonly GateResult[] {
  const name = `version ${String(version.version)}`;
  const results: GateResult[] = [];
  if (pullable?.kind === "differs" || pullable?.kind === "absent") {
    results.push({
      kind: "rule",
      rule: "digest",
      verdict: "fail",
      expected: `the registry has ${short(version.digest)}`,
      actual: pullable.kind === "absent" ? "it does not have it" : `it has ${short(pullable.digest)} in its place`,
      todo: `Find out who changed the registry. Push the package of ${name} again, or promote another version.`,
    });
  }
  if (tag.kind === "moved") {
    results.push({
      kind: "rule",
      rule: "tag",
      verdict: "fail",
      expected: `the tag of ${name} on ${version.commit.slice(0, 7)}`,
      actual: `it was moved by hand to ${tag.commit.slice(0, 7)}`,
      todo: "Delete the tag; the App writes it again where it belongs.",
    });
  }
  return results;
}

/** `sha256:9f86d081884c`: enough to find it by. */
function short(digest: string): string {
  return digest.slice(0, 19);
}
