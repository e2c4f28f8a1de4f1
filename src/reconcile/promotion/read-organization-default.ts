import type { ConfigIssue } from "../../core/config/config-issue.ts";
import { parseOrganizationConfig } from "../../core/config/parse-organization-config.ts";
import { CONFIG_FILE } from "../../core/config/parse-project-config.ts";
import type { PromotionConfig } from "../../core/config/promotion-config.ts";
import type { PolicySource } from "../../core/config/promotion-plan.ts";
import { documentDigest } from "../../core/evidence/statement.ts";
import { readFileAt } from "../../github/contents.ts";
import { isForbidden } from "../../github/request-failure.ts";
import type { Workplace } from "../workplace.ts";

/** The organization's default, and where it stands; or what is wrong with it. */
export type OrganizationDefault =
  | { readonly source: PolicySource; readonly promotion: PromotionConfig }
  | { readonly source: PolicySource; readonly issues: readonly ConfigIssue[] };

/** The repository of an owner whose files are the default of all others. */
const DEFAULTS_REPOSITORY = ".github";

/** Nobody tells this repository's work that another repository was pushed to. */
const FRESH_MS = 10 * 60 * 1000;

/**
 * `promotion` of `.github/pawl.yml` in `<owner>/.github`; `undefined` where there is none, or the App may not see it.
 * Asked for again after ten minutes.
 */
export async function readOrganizationDefault(workplace: Workplace): Promise<OrganizationDefault | undefined> {
  const { memory, repository, now } = workplace;
  if (repository.repo.toLowerCase() === DEFAULTS_REPOSITORY) return undefined;
  const known = memory.organizationDefault;
  const age = known === undefined ? Number.POSITIVE_INFINITY : Date.parse(now()) - Date.parse(known.readAt);
  if (known !== undefined && age >= 0 && age < FRESH_MS) return known.found;
  const bytes = await readDefaults(workplace);
  const found = bytes === undefined ? undefined : parse(bytes, `${CONFIG_FILE} of ${repository.owner}/.github`);
  memory.organizationDefault = { readAt: now(), found };
  return found;
}

async function readDefaults({ octokit, repository }: Workplace): Promise<Uint8Array | undefined> {
  try {
    return await readFileAt(octokit, { owner: repository.owner, repo: DEFAULTS_REPOSITORY }, CONFIG_FILE, "HEAD");
  } catch (error) {
    // An installation on some repositories only does not see the others.
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

function parse(bytes: Uint8Array, place: string): OrganizationDefault | undefined {
  const source = { place, digest: documentDigest(bytes) };
  const parsed = parseOrganizationConfig(bytes);
  if ("issues" in parsed) return { source, issues: parsed.issues };
  return parsed.promotion === undefined ? undefined : { source, promotion: parsed.promotion };
}
