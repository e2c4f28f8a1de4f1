import type { Finding } from "./finding.ts";
import type { Known, RepositoryFacts, RequiredCheck } from "./repository-facts.ts";

/** The name that branch protection holds on to. */
const CHECK = "pawl / promotion";

/** What the default branch lets through. */
export function judgeProtection(facts: RepositoryFacts): readonly Finding[] {
  return [
    judgeRequiredCheck(facts),
    ...judgeReviews(facts),
    judgeBypass(facts),
    judgeForcePush(facts),
    judgePlan(facts),
  ].filter((finding) => finding !== undefined);
}

/** A finding about something that the token may not read. */
export function unreadable(what: string, known: Extract<Known<unknown>, { readonly kind: "unknown" }>): Finding {
  return {
    level: "unknown",
    what: `${what} could not be read: ${known.why}`,
    why: "It may be as it should be, or not.",
    todo: "Run `pawl doctor` with the token of an administrator, or look at the settings.",
  };
}

/** A page of the repository's settings, as code: it can be copied. */
export function settingsUrl({ serverUrl, repository }: RepositoryFacts, page: string): string {
  return `\`${serverUrl}/${repository}/settings/${page}\``;
}

function judgeRequiredCheck(facts: RepositoryFacts): Finding {
  const { requiredChecks, defaultBranch, app } = facts;
  const why =
    "Without it a change of an alias can be merged whatever the gate says; it would be recorded, and deploy nothing.";
  const rules = settingsUrl(facts, "rules");
  const source = app === undefined ? "the Pawl App" : `the App \`${app.slug}\` (id ${String(app.id)})`;
  const todo = `At ${rules} require the status check \`${CHECK}\` on \`${defaultBranch}\`, with ${source} as its source.`;
  if (requiredChecks.kind === "unknown") {
    return unreadable(`Whether ${defaultBranch} requires \`${CHECK}\``, requiredChecks);
  }
  const required = requiredChecks.value.filter(({ name }) => name === CHECK);
  if (required.length === 0) {
    return { level: "problem", what: `\`${defaultBranch}\` does not require \`${CHECK}\``, why, todo };
  }
  const pinned = required.find((check) => isPinned(check, app?.id));
  if (pinned !== undefined) {
    return { level: "good", what: `\`${defaultBranch}\` requires \`${CHECK}\` of ${source} (${pinned.place})` };
  }
  const others = required.map(
    ({ place, appId }) => `${place}: ${isAnySource(appId) ? "any source" : `App ${String(appId)}`}`,
  );
  return {
    level: "problem",
    what: `\`${defaultBranch}\` requires \`${CHECK}\`, but not of the App (${others.join(", ")})`,
    why: "Whoever may write to the repository can then post a green check of that name.",
    todo,
  };
}

/** Branch protection says so by -1. */
function isAnySource(appId: number | undefined): boolean {
  return appId === undefined || appId < 0;
}

/** Which App it is may be unknown; then any that is named will do. */
function isPinned({ appId }: RequiredCheck, wanted: number | undefined): boolean {
  if (isAnySource(appId)) return false;
  return wanted === undefined || appId === wanted;
}

function judgeReviews({ reviews, defaultBranch }: RepositoryFacts): readonly Finding[] {
  if (reviews.kind === "unknown") return [unreadable(`What ${defaultBranch} demands of reviews`, reviews)];
  const { approvals, dismissesStale, lastPush } = reviews.value;
  if (approvals === 0) {
    const what = `\`${defaultBranch}\` demands no review of its own, so approvals are the gate's matter alone`;
    const why = "Changes that touch no alias, of workflow files and of the configuration, then need nobody's eyes.";
    return [{ level: "advice", what, why, todo: "Require a pull request with at least one approval." }];
  }
  const stale: Finding = dismissesStale
    ? { level: "good", what: "approvals are dismissed when new commits are pushed" }
    : {
        level: "advice",
        what: "approvals stay when new commits are pushed",
        why: "Pawl itself counts an approval only while the files that the gate reads are unchanged; GitHub's own count goes by old approvals.",
        todo: "Turn on “Dismiss stale pull request approvals when new commits are pushed”.",
      };
  if (lastPush) return [stale];
  const why = "Who pushes under somebody else's name can approve the push: git's names are claims.";
  const todo = "Turn on “Require approval of the most recent reviewable push”.";
  return [stale, { level: "advice", what: "the last push needs nobody else's approval", why, todo }];
}

function judgeBypass(facts: RepositoryFacts): Finding | undefined {
  const { bypass, defaultBranch, requiredChecks } = facts;
  if (bypass.kind === "unknown") return unreadable(`Who may merge into ${defaultBranch} past the rules`, bypass);
  // Without a rule there is nothing to go past, which is said where the rule is missing.
  if (bypass.value.length === 0 && requiredChecks.kind === "known" && requiredChecks.value.length === 0)
    return undefined;
  if (bypass.value.length === 0) return { level: "good", what: "nobody may merge past the rules" };
  return {
    level: "advice",
    what: `${bypass.value.join(", ")} may merge past the rules`,
    why: "What reaches the default branch that way is recorded as unverified and deploys nothing until somebody entitled says `/pawl confirm`.",
    todo: `Take the exception out at ${settingsUrl(facts, "rules")}, or keep it for emergencies and know who it is.`,
  };
}

function judgeForcePush(facts: RepositoryFacts): Finding {
  const { forcePush, defaultBranch } = facts;
  if (forcePush.kind === "unknown") return unreadable(`Whether ${defaultBranch} takes force pushes`, forcePush);
  if (!forcePush.value) return { level: "good", what: `\`${defaultBranch}\` takes no force pushes` };
  return {
    level: "problem",
    what: `\`${defaultBranch}\` takes force pushes`,
    why: "The alias files' history is the record of who promoted what; a force push can rewrite it.",
    todo: `Block force pushes at ${settingsUrl(facts, "rules")}.`,
  };
}

/** On private repositories of the free plan GitHub keeps rules without enforcing them. */
function judgePlan({ plan, isPublic }: RepositoryFacts): Finding | undefined {
  if (isPublic) return undefined;
  if (plan.kind === "unknown") {
    return {
      level: "unknown",
      what: `the plan could not be read: ${plan.why}`,
      why: "On private repositories of the Free plan GitHub enforces no branch protection and no ruleset.",
      todo: "Look at the billing page of the owner.",
    };
  }
  if (plan.value !== "free") return { level: "good", what: `the plan is ${plan.value}` };
  return {
    level: "problem",
    what: "the repository is private and its owner has the Free plan",
    why: "GitHub then enforces no branch protection and no ruleset: the check is shown, and merging is possible all the same.",
    todo: "Use the Team or Pro plan, or make the repository public.",
  };
}
