import { findVersion } from "../../core/registry/find-version.ts";
import type { PromotionProgress, Registry } from "../../core/registry/registry.ts";
import { promotionTag } from "../../core/registry/registry.ts";
import { isUnprocessable } from "../../github/request-failure.ts";
import { createTag, readTag, readTagTarget } from "../../github/tags.ts";
import { placeOfTag } from "../registry/tag-versions.ts";
import type { Workplace } from "../workplace.ts";

/**
 * Makes the annotated tag of a promotion, which GTO reads, on the commit of the version's own tag; one that is there is
 * never moved. `undefined`: git has no commit any more that it could stand on, or somebody else made a tag of that name.
 */
export async function tagPromotion(
  workplace: Workplace,
  registry: Registry,
  promotion: PromotionProgress,
): Promise<string | undefined> {
  const { octokit, repository, log } = workplace;
  const name = tagOf(registry.model, promotion);
  const commit = await placeOf(workplace, registry, promotion);
  const present = await readTag(octokit, repository, name);
  if (present !== undefined) {
    const target = await readTagTarget(octokit, repository, present);
    if (present.annotated && target === commit) return name;
    log.warn({ tag: name, commit, target }, "a promotion's tag is not as the App writes it");
    return undefined;
  }
  if (commit === undefined) return undefined;
  try {
    await createTag(octokit, repository, { name, commit, message: messageOf(registry.model, promotion) });
    log.info({ tag: name, commit }, "promotion tagged");
    return name;
  } catch (error) {
    if (!isUnprocessable(error)) throw error;
    log.error({ err: error, tag: name, commit }, "GitHub does not take the tag of a promotion");
    return undefined;
  }
}

/**
 * `late-flights#production#4`; an alias that was taken away is `late-flights#production!#4`, GTO's way to say so. GTO then
 * shows the version that held it before: it knows no alias that nothing holds once two versions have had it.
 */
export function tagOf(
  model: string,
  { environment, counter, version }: Pick<PromotionProgress, "environment" | "counter" | "version">,
): string {
  return promotionTag(model, version === undefined ? `${environment}!` : environment, counter);
}

async function placeOf(
  workplace: Workplace,
  registry: Registry,
  { version, previous }: PromotionProgress,
): Promise<string | undefined> {
  const entry = findVersion(registry, version ?? previous);
  return entry === undefined ? undefined : placeOfTag(workplace, registry, entry);
}

function messageOf(model: string, { environment, version, previous, pullRequest, by }: PromotionProgress): string {
  const holder = version === undefined ? "none" : `version ${String(version)}`;
  const before = previous === undefined ? "none" : `version ${String(previous)}`;
  const how = pullRequest === undefined ? `pushed by ${by}` : `#${String(pullRequest)}, merged by ${by}`;
  return `${model} ${environment}: ${holder}\n\nBefore: ${before}. ${how}\n`;
}
