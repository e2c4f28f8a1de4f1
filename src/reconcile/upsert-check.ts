import { createHash } from "node:crypto";
import { EXPERIMENT_CHECK } from "../core/report/render-report.ts";
import {
  type CheckContent,
  type CheckToWrite,
  createCheck,
  listOwnChecks,
  type OwnCheck,
  updateCheck,
} from "../github/checks.ts";
import { isLostAnswer, isNotFound } from "../github/request-failure.ts";
import type { Workplace } from "./workplace.ts";

export type CheckPlan =
  | { readonly kind: "keep" }
  | { readonly kind: "create" }
  | { readonly kind: "update"; readonly id: number };

export interface WantedCheck {
  readonly headSha: string;
  readonly content: CheckContent;
  /** Somebody asked for it again: it is written even where nothing changed. */
  readonly fresh: boolean;
  /** False: only what exists is kept up to date. */
  readonly mayCreate: boolean;
}

const SETTLE_MS = 1500;
const ATTEMPTS = 3;

/** Names the content: equal content has an equal id, which GitHub keeps unchanged, unlike texts. */
export function contentId(content: CheckContent): string {
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return `pawl-experiment-${digest.slice(0, 32)}`;
}

/** Annotations are only ever added by GitHub, so a check that has some is replaced, not updated. */
export function planCheck(own: readonly OwnCheck[], wanted: CheckToWrite, fresh: boolean): CheckPlan {
  const [newest] = own;
  if (newest === undefined) return { kind: "create" };
  const { content } = wanted;
  const conclusion = content.status === "completed" ? content.conclusion : null;
  const same = newest.status === content.status && newest.conclusion === conclusion && showsContent(newest, wanted);
  if (same && !fresh) return { kind: "keep" };
  return newest.annotations > 0 ? { kind: "create" } : { kind: "update", id: newest.id };
}

function showsContent(
  { externalId, title, summary }: OwnCheck,
  { externalId: wantedId, content }: CheckToWrite,
): boolean {
  return externalId === undefined ? title === content.title && summary === content.summary : externalId === wantedId;
}

/** Makes the App's check on a commit show `content`; like {@link upsertComment}, it never creates blindly. */
export async function upsertCheck(workplace: Workplace, wanted: WantedCheck): Promise<void> {
  const { octokit, repository, self } = workplace;
  const { headSha, content, fresh, mayCreate } = wanted;
  const check: CheckToWrite = { name: EXPERIMENT_CHECK, headSha, externalId: contentId(content), content };
  if (!fresh && (await updateKnown(workplace, check))) return;
  for (let attempt = 1; ; attempt++) {
    const own = await listOwnChecks(octokit, repository, { headSha, name: EXPERIMENT_CHECK, self });
    // After a lost answer the check may be there, written as wanted.
    const plan = planCheck(own, check, fresh && attempt === 1);
    if (plan.kind === "keep") {
      remember(workplace, check, own[0]?.id, true);
      return;
    }
    if (plan.kind === "create" && !mayCreate) return;
    try {
      if (plan.kind === "update") await updateCheck(octokit, repository, plan.id, check);
      const id = plan.kind === "update" ? plan.id : await createCheck(octokit, repository, check);
      remember(workplace, check, id, plan.kind === "update");
      return;
    } catch (error) {
      if (!isLostAnswer(error) || attempt >= ATTEMPTS) throw error;
      await workplace.pause(SETTLE_MS * attempt);
    }
  }
}

/** Updates the check whose id is known. False where it has to be looked for. */
async function updateKnown(workplace: Workplace, check: CheckToWrite): Promise<boolean> {
  const { octokit, repository, memory } = workplace;
  const hint = memory.checks.get(check.headSha);
  if (hint === undefined || !hint.confirmed || hint.annotated || hint.externalId === check.externalId) return false;
  memory.checks.delete(check.headSha);
  try {
    await updateCheck(octokit, repository, hint.id, check);
    remember(workplace, check, hint.id, true);
    return true;
  } catch (error) {
    if (isNotFound(error) || isLostAnswer(error)) return false;
    throw error;
  }
}

function remember(
  { memory }: Workplace,
  { headSha, externalId, content }: CheckToWrite,
  id: number | undefined,
  confirmed: boolean,
): void {
  if (id === undefined) return;
  const annotated = content.status === "completed" && content.annotations.length > 0;
  memory.checks.set(headSha, { id, externalId, annotated, confirmed });
}
