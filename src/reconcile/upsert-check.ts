import { createHash } from "node:crypto";
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

export interface WantedChecks {
  readonly headSha: string;
  /** By name of the check run. */
  readonly contents: ReadonlyMap<string, CheckContent>;
  /** Somebody asked for it again: it is written even where nothing changed. */
  readonly fresh: boolean;
  /** False: only what exists is kept up to date. */
  readonly mayCreate: boolean;
}

const SETTLE_MS = 1500;
const ATTEMPTS = 3;

/** Names the content: equal content has an equal id, which GitHub keeps unchanged, unlike texts. */
export function contentId(name: string, content: CheckContent): string {
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return `${name.replace(/[^a-z]+/g, "-")}-${digest.slice(0, 32)}`;
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

/**
 * Makes the App's checks on a commit show their contents; like {@link upsertComment}, it never creates blindly. One that
 * fails does not keep the others from being written; the first error is thrown in the end.
 */
export async function upsertChecks(workplace: Workplace, wanted: WantedChecks): Promise<void> {
  const { octokit, repository, self } = workplace;
  const { headSha, contents } = wanted;
  const list = () => listOwnChecks(octokit, repository, { headSha, self });
  let first: Promise<readonly OwnCheck[]> | undefined;
  const listOnce = () => {
    first ??= list();
    return first;
  };
  const results = await Promise.allSettled(
    [...contents].map(([name, content]) => {
      const noted = withNote(content, workplace.checkNote);
      const check = { name, headSha, externalId: contentId(name, noted), content: noted };
      return upsertCheck(workplace, check, { ...wanted, list, listOnce });
    }),
  );
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
  }
}

function withNote(content: CheckContent, note: string | undefined): CheckContent {
  return note === undefined ? content : { ...content, summary: `${note}\n\n${content.summary}` };
}

interface CheckRules extends Pick<WantedChecks, "fresh" | "mayCreate"> {
  readonly list: () => Promise<readonly OwnCheck[]>;
  /** What was listed for the other checks of the same commit, a moment ago. */
  readonly listOnce: () => Promise<readonly OwnCheck[]>;
}

async function upsertCheck(workplace: Workplace, check: CheckToWrite, rules: CheckRules): Promise<void> {
  const { octokit, repository } = workplace;
  const { fresh, mayCreate } = rules;
  if (!fresh && (await updateKnown(workplace, check))) return;
  for (let attempt = 1; ; attempt++) {
    const listed = await (attempt === 1 ? rules.listOnce() : rules.list());
    const own = listed.filter(({ name }) => name === check.name);
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

/**
 * Updates the check whose id is known; one that is known to show the content is left alone, because nobody but the App
 * can change it. False where it has to be looked for.
 */
async function updateKnown(workplace: Workplace, check: CheckToWrite): Promise<boolean> {
  const { octokit, repository, memory } = workplace;
  const hint = memory.checks.get(hintKey(check));
  if (hint === undefined || !hint.confirmed) return false;
  if (hint.externalId === check.externalId) return true;
  if (hint.annotated) return false;
  memory.checks.delete(hintKey(check));
  try {
    await updateCheck(octokit, repository, hint.id, check);
    remember(workplace, check, hint.id, true);
    return true;
  } catch (error) {
    if (isNotFound(error) || isLostAnswer(error)) return false;
    throw error;
  }
}

function remember({ memory }: Workplace, check: CheckToWrite, id: number | undefined, confirmed: boolean): void {
  if (id === undefined) return;
  const { externalId, content } = check;
  const annotated = content.status === "completed" && content.annotations.length > 0;
  memory.checks.set(hintKey(check), { id, externalId, annotated, confirmed });
}

function hintKey({ name, headSha }: CheckToWrite): string {
  return `${headSha} ${name}`;
}
