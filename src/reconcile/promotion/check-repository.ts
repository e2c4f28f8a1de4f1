import type { Project } from "../../core/config/project-config.ts";
import { namedWorkflows } from "../../core/doctor/named-workflows.ts";
import { readWorkflowFacts } from "../../core/doctor/read-workflow-facts.ts";
import type { Known, RepositoryFacts, WorkflowFacts } from "../../core/doctor/repository-facts.ts";
import { readBranchRules } from "../../github/branch-rules.ts";
import { readFileAt } from "../../github/contents.ts";
import type { Octokit } from "../../github/octokit.ts";
import { readOwnRefRules } from "../../github/own-ref-rules.ts";
import { formatRepository, type Repository } from "../../github/repository.ts";
import { readRepositoryFacts } from "../../github/repository-facts.ts";
import { isForbidden, isNotFound } from "../../github/request-failure.ts";

export interface DoctorQuestion {
  /** Of the App, or of a person: an administrator's sees more. */
  readonly octokit: Octokit;
  readonly repository: Repository;
  /** The App that has to write the check; undefined: it is not known which. */
  readonly app: RepositoryFacts["app"];
  /** The configuration in force; undefined where the default branch has none that is valid. */
  readonly project: Project | undefined;
}

const ADMINISTRATORS = "GitHub shows it to administrators alone";

/** Everything about a repository's settings that the token at hand may read; what it may not is said, and never guessed. */
export async function checkRepository(question: DoctorQuestion): Promise<RepositoryFacts> {
  const { octokit, repository, app, project } = question;
  const { owner, repo } = repository;
  const { data } = await octokit.rest.repos.get({ owner, repo });
  const { serverUrl, defaultBranch } = await readRepositoryFacts(octokit, repository);
  const rules = await readBranchRules(octokit, repository, defaultBranch);
  const own = await readOwnRefRules(octokit, repository);
  const ownerIsOrganization = data.owner.type === "Organization";
  return {
    repository: formatRepository(repository),
    serverUrl,
    defaultBranch,
    isPublic: !data.private,
    ownerIsOrganization,
    app,
    config: project === undefined ? await readConfigState(question, defaultBranch) : "valid",
    environments: (project?.models ?? []).flatMap(({ name: model, environments }) =>
      environments.map(({ name: environment, gate, rollback, workflow }) => ({
        model,
        environment,
        gate,
        rollbackGate: rollback.gate,
        anybodyMayRollBack:
          rollback.by.permission !== undefined || rollback.by.users.length + rollback.by.teams.length > 0,
        workflow,
      })),
    ),
    workflows: await readWorkflows(question, defaultBranch),
    requiredChecks: toKnown(rules.requiredChecks),
    reviews: toKnown(rules.reviews),
    bypass: toKnown(rules.bypass),
    forcePush: toKnown(rules.forcePush),
    ledgerRules: toKnown(own.ledger),
    tagRules: toKnown(own.tags),
    workflowToken: await ask(async () => {
      const { data: token } = await octokit.rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository({
        owner,
        repo,
      });
      return {
        mayWrite: token.default_workflow_permissions === "write",
        mayApprove: token.can_approve_pull_request_reviews,
      };
    }),
    secrets: await ask(async () => {
      const found = await octokit.paginate(octokit.rest.actions.listRepoSecrets, { owner, repo, per_page: 100 });
      return found.map(({ name }) => name);
    }),
    plan: await readPlan(octokit, owner, ownerIsOrganization),
  };
}

async function readConfigState(
  { octokit, repository }: DoctorQuestion,
  defaultBranch: string,
): Promise<RepositoryFacts["config"]> {
  const bytes = await readFileAt(octokit, repository, ".github/pawl.yml", defaultBranch);
  return bytes === undefined ? "absent" : "invalid";
}

async function readWorkflows(
  { octokit, repository, project }: DoctorQuestion,
  defaultBranch: string,
): Promise<readonly WorkflowFacts[]> {
  const found: WorkflowFacts[] = [];
  for (const { file, inputs } of namedWorkflows(project?.models ?? [])) {
    const bytes = await readFileAt(octokit, repository, `.github/workflows/${file}`, defaultBranch);
    found.push(readWorkflowFacts(file, bytes, inputs));
  }
  return found;
}

/** An organization's plan is shown to its owners, a person's to that person. */
async function readPlan(octokit: Octokit, owner: string, ownerIsOrganization: boolean): Promise<Known<string>> {
  if (!ownerIsOrganization) return { kind: "unknown", why: "GitHub shows a person's plan to that person alone" };
  const found = await ask(async () => (await octokit.rest.orgs.get({ org: owner })).data.plan?.name);
  if (found.kind === "unknown") return found;
  return found.value === undefined
    ? { kind: "unknown", why: "GitHub shows it to owners of the organization alone" }
    : { kind: "known", value: found.value };
}

async function ask<Value>(read: () => Promise<Value>): Promise<Known<Value>> {
  try {
    return { kind: "known", value: await read() };
  } catch (error) {
    if (isForbidden(error) || isNotFound(error)) return { kind: "unknown", why: ADMINISTRATORS };
    throw error;
  }
}

function toKnown<Value>(value: Value | undefined): Known<Value> {
  return value === undefined ? { kind: "unknown", why: ADMINISTRATORS } : { kind: "known", value };
}
