import { LEDGER_BRANCH } from "../evidence/ledger-index.ts";
import type { Finding } from "./finding.ts";
import { settingsUrl, unreadable } from "./judge-protection.ts";
import type { RepositoryFacts } from "./repository-facts.ts";

/** Whether anybody but the App may write the ledger and the tags of versions and promotions. */
export function judgeOwnRefs(facts: RepositoryFacts): readonly Finding[] {
  return [judgeLedger(facts), judgeTags(facts)];
}

function judgeLedger(facts: RepositoryFacts): Finding {
  const { ledgerRules } = facts;
  if (ledgerRules.kind === "unknown") return unreadable(`Who may push to \`${LEDGER_BRANCH}\``, ledgerRules);
  if (ledgerRules.value.includes("update"))
    return { level: "good", what: `a ruleset guards the ledger, \`${LEDGER_BRANCH}\`` };
  return {
    level: "advice",
    what: `whoever may write to the repository may push to the ledger, \`${LEDGER_BRANCH}\``,
    why: "The App reads only what it has written itself and undoes the rest; jobs that look up a version or a baseline on the ledger do not ask whose commit it is.",
    todo: `At ${settingsUrl(facts, "rules")} make a branch ruleset for \`${LEDGER_BRANCH}\` that restricts creations, updates, deletions and force pushes, with the App alone in its bypass list.`,
  };
}

function judgeTags(facts: RepositoryFacts): Finding {
  const { tagRules } = facts;
  if (tagRules.kind === "unknown") return unreadable("Who may move the tags of versions", tagRules);
  const guarded = ["@", "#"].every((sign) =>
    tagRules.value.some(
      ({ patterns, kinds }) =>
        ["update", "deletion"].every((kind) => kinds.includes(kind)) &&
        patterns.some((pattern) => pattern === "~ALL" || pattern.includes(sign)),
    ),
  );
  if (guarded) return { level: "good", what: "a ruleset guards the tags of versions and promotions" };
  return {
    level: "advice",
    what: "whoever may write to the repository may move or delete tags of versions and promotions",
    why: "A moved tag of a version fails the gate, and whoever deploys by tag gets something that nobody has judged.",
    todo: `At ${settingsUrl(facts, "rules")} make a tag ruleset for \`*@v*\` and \`*#*\` that restricts creations, updates and deletions, with the App alone in its bypass list.`,
  };
}
