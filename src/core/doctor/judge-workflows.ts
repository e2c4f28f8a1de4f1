import type { Finding } from "./finding.ts";
import { settingsUrl, unreadable } from "./judge-protection.ts";
import type { RepositoryFacts, WorkflowFacts } from "./repository-facts.ts";

/** Secrets that GitHub gives every job. */
const GIVEN: readonly string[] = ["GITHUB_TOKEN"];

/** What the workflow files, their token and their secrets allow. */
export function judgeWorkflows(facts: RepositoryFacts): readonly Finding[] {
  return [
    ...facts.workflows.flatMap((workflow) => judgeFile(workflow, facts)),
    judgeToken(facts),
    ...judgeSecrets(facts),
  ];
}

function judgeFile(workflow: WorkflowFacts, facts: RepositoryFacts): readonly Finding[] {
  const { file, exists, dispatchable, keyed, undeclared, selfHosted, onPullRequests } = workflow;
  const name = `\`.github/workflows/${file}\``;
  if (!exists) {
    const what = `${name} is named in \`.github/pawl.yml\` and is not on the default branch`;
    const why = "Nothing is started.";
    return [{ level: "problem", what, why, todo: "Copy it from `templates/workflows`, or name another file." }];
  }
  const findings: Finding[] = [];
  if (!dispatchable) {
    const what = `${name} cannot be started by the App`;
    const why = "Trainings, checks and deployments are started by `workflow_dispatch`.";
    findings.push({ level: "problem", what, why, todo: "Add `workflow_dispatch` with the input `pawl-key` to `on`." });
  } else if (!keyed) {
    const what = `${name} has no input \`pawl-key\``;
    const why = "By it the App finds what it started after a lost answer, so that nothing is started twice.";
    const todo = `Add the input, and \`${"$"}{{ inputs.pawl-key }}\` to \`run-name\`.`;
    findings.push({ level: "problem", what, why, todo });
  }
  if (dispatchable && undeclared.length > 0) {
    const names = undeclared.map((input) => `\`${input}\``).join(" and ");
    const what = `${name} does not declare ${names}`;
    const why =
      "The App passes the window of `drift.window`, and GitHub starts nothing with an input that it does not know.";
    findings.push({ level: "problem", what, why, todo: "Declare them under `on.workflow_dispatch.inputs`." });
  }
  if (selfHosted && facts.isPublic && onPullRequests) {
    const what = `${name} runs pull requests of a public repository on your own machines`;
    const why = "Anybody can open a pull request, and its code runs there with everything that the machine can reach.";
    const todo = `Demand approval for all outside contributors at ${settingsUrl(facts, "actions")}, and use runners that are thrown away after a job.`;
    findings.push({ level: "problem", what, why, todo });
  }
  return findings;
}

function judgeToken(facts: RepositoryFacts): Finding {
  const { workflowToken } = facts;
  if (workflowToken.kind === "unknown") return unreadable("What the token of workflows may do", workflowToken);
  const { mayWrite, mayApprove } = workflowToken.value;
  const page = settingsUrl(facts, "actions");
  if (mayApprove) {
    const why = "A workflow could approve a promotion. Pawl counts no bot's approval, GitHub's own rules do.";
    const todo = `Turn off “Allow GitHub Actions to create and approve pull requests” at ${page}.`;
    return { level: "problem", what: "workflows may approve pull requests", why, todo };
  }
  if (!mayWrite)
    return { level: "good", what: "the token of workflows may only read, unless a workflow asks for more" };
  const why = "Every job may then push to branches, and to the ledger; what it writes there is ignored and reported.";
  const todo = `Choose “Read repository contents and packages permissions” at ${page}; workflows ask for what they need.`;
  return { level: "advice", what: "the token of workflows may write by default", why, todo };
}

function judgeSecrets(facts: RepositoryFacts): readonly Finding[] {
  const used = facts.workflows.flatMap(({ file, secrets }) => secrets.map((name) => ({ file, name })));
  const wanted = used.filter(({ name }) => !GIVEN.includes(name.toUpperCase()));
  if (wanted.length === 0) return [];
  const { secrets } = facts;
  if (secrets.kind === "unknown") {
    const names = [...new Set(wanted.map(({ name }) => `\`${name}\``))].join(", ");
    return [unreadable(`Whether the secrets ${names} are set`, secrets)];
  }
  const known = new Set(secrets.value.map((name) => name.toUpperCase()));
  const missing = wanted.filter(({ name }) => !known.has(name.toUpperCase()));
  if (missing.length === 0) return [{ level: "good", what: "every secret that the workflows use is set" }];
  return missing.map(({ file, name }) => ({
    level: "problem",
    what: `\`${file}\` uses the secret \`${name}\`, which is not set`,
    why: "The job gets an empty text instead. Secrets of an environment are not seen here.",
    todo: `\`gh secret set ${name} --repo ${facts.repository}\``,
  }));
}
