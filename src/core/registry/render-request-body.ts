import type { EnvironmentPlan } from "../config/promotion-plan.ts";
import type { VersionFacts } from "../gate/gate-facts.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { fitToLimit } from "../report/fit-to-limit.ts";
import { formatCode } from "../report/format-code.ts";
import { formatDay, formatInstant } from "../report/format-number.ts";
import { MAX_TABLE_ROWS } from "../report/render-table.ts";
import { foldedSection, type Section } from "../report/section.ts";
import { formatLink } from "../report/sentence.ts";
import { aliasPath } from "./alias-file.ts";
import { describePackageState, referenceOf } from "./describe-version.ts";
import { formatServed } from "./format-served.ts";
import type { HistoryEntry } from "./model-history.ts";
import type { PackageState } from "./package-reader.ts";
import { type PromotionRequest, requestMarker } from "./promotion-request.ts";
import { promotionTag, versionPath } from "./registry.ts";
import { renderHistoryTable } from "./render-history.ts";
import { renderVersionMetrics, type ShownVersions } from "./render-version-metrics.ts";

/** Everything that the text of a promotion or rollback pull request is made from. */
export interface RequestFacts extends ShownVersions {
  readonly request: PromotionRequest;
  readonly environment: Pick<EnvironmentPlan, "name" | "workflow"> | undefined;
  /** Of the promotion that merging makes. */
  readonly nextCounter: number;
  /** `https://github.com/acme/flights`. */
  readonly repositoryUrl: string;
  /** Moves of the environment, newest first. */
  readonly history: readonly HistoryEntry[];
  /** Of a rollback: how long the version served before, and what its registry says at this moment. */
  readonly rollback?: { readonly servedMs: number; readonly state: PackageState; readonly now: string } | undefined;
}

/** Text of the App's pull request: at most what GitHub takes, beginning with the marker. */
export function renderRequestBody(facts: RequestFacts): string {
  const { request, challenger } = facts;
  const sections: readonly Section[] = [
    { weight: "essential", markdown: `${requestMarker(request)}\n${headline(facts)}` },
    { weight: "essential", markdown: whatMergingDoes(facts) },
    { weight: "essential", markdown: renderVersionMetrics(facts, MAX_TABLE_ROWS) || NO_METRICS },
    ...section("useful", card(challenger)),
    { weight: "useful", markdown: evidence(facts) },
    ...history(facts),
  ];
  return `${fitToLimit(sections, "", "More than GitHub shows here: the ledger has all of it.").trimEnd()}\n`;
}

const NO_METRICS = "No evaluation of this version is on the ledger, so there are no metrics to show.";

function section(weight: Section["weight"], markdown: string): readonly Section[] {
  return markdown === "" ? [] : [{ weight, markdown }];
}

/** Moves of the environment that are shown; `pawl history` has all. */
const MAX_MOVES = 10;

function history({ history: moves, request, repositoryUrl }: RequestFacts): readonly Section[] {
  if (moves.length === 0) return [];
  const place = { model: request.model, repositoryUrl, now: undefined };
  // The name of an environment is letters, digits and hyphens.
  return [
    foldedSection(`What held ${request.environment} so far`, renderHistoryTable(moves.slice(0, MAX_MOVES), place)),
  ];
}

function headline({ request, champion, rollback }: RequestFacts): string {
  const { model, version, environment, requestedBy, reason } = request;
  const now =
    champion === undefined ? "Nothing holds it now." : `Version ${String(champion.version.version)} holds it now.`;
  const asked =
    requestedBy === undefined ? "Registration asked for it." : `Asked for by ${escapeMarkdown(requestedBy, 60)}.`;
  const why = reason === undefined ? "" : `\n\nReason given: ${escapeMarkdown(reason, 500)}`;
  if (rollback === undefined) {
    return `Version **${String(version)}** of ${formatCode(model)} is to hold ${formatCode(environment)}. ${now} ${asked}${why}`;
  }
  const { servedMs, state, now: at } = rollback;
  const served = servedMs > 0 ? `served ${formatServed(servedMs)}` : "never served here";
  const checked = `${escapeMarkdown(describePackageState(state), 300)}, checked now (${formatInstant(at)})`;
  return `**Rollback** of ${formatCode(environment)}: version **${String(version)}** of ${formatCode(model)} ${served}, ${checked}. ${now} ${asked}${why}`;
}

function whatMergingDoes({ request, environment, nextCounter }: RequestFacts): string {
  const tag = formatCode(promotionTag(request.model, request.environment, nextCounter));
  const workflow = environment?.workflow;
  const dispatch =
    workflow === undefined
      ? "No deploy workflow is configured, so nothing else is started."
      : `${formatCode(workflow)} is started, and its result comes back here.`;
  return `**Merging this** changes one line of ${formatCode(aliasPath(request.model))}. Then the App writes the tag ${tag} and a deployment to ${formatCode(request.environment)}. ${dispatch} Check \`pawl / promotion\` says what is still missing.`;
}

function card({ package: packed }: VersionFacts): string {
  const summary = packed?.document.card?.summary;
  const license = packed?.document.card?.license;
  const parts = [
    ...(summary === undefined ? [] : [escapeMarkdown(summary, 2000)]),
    ...(license === undefined ? [] : [`License: ${escapeMarkdown(license, 100)}.`]),
  ];
  return parts.length === 0 ? "" : `**Model card.** ${parts.join(" ")}`;
}

function evidence({ challenger, repositoryUrl, request }: RequestFacts): string {
  const { version, package: packed, run, evaluations, data, broken } = challenger;
  const link = (
    kind: string,
    accepted: { readonly workflowRun: { readonly number: number; readonly url: string }; readonly digest: string },
  ) =>
    `${kind} · ${formatLink(`run ${String(accepted.workflowRun.number)}`, accepted.workflowRun.url)} · ${formatCode(accepted.digest.slice(0, 12))}`;
  const commit = formatLink(`commit ${version.commit.slice(0, 12)}`, `${repositoryUrl}/commit/${version.commit}`);
  const document = formatLink(
    "on the ledger",
    `${repositoryUrl}/blob/pawl/${versionPath(request.model, version.version)}`,
  );
  const who = escapeMarkdown(version.registeredBy, 60);
  const items = [
    `${formatCode(referenceOf(version), 400)}`,
    version.origin === "registered"
      ? `registered ${formatDay(version.registeredAt)} by ${who} from ${commit}, ${document}`
      : `**adopted** ${formatDay(version.registeredAt)} by ${who}: how it was made is not verified; ${document}`,
    ...(packed === undefined ? [] : [link("package", packed)]),
    ...(run === undefined ? [] : [link("training", run)]),
    ...evaluations.slice(0, 10).map((accepted) => link("evaluation", accepted)),
    ...data.slice(0, 20).map((accepted) => link(`data ${formatCode(accepted.document.key ?? "", 64)}`, accepted)),
    ...version.lineage.data
      .slice(0, 20)
      .map(({ name, fingerprint }) => `trained on ${formatCode(name, 80)} ${formatCode(fingerprint, 100)}`),
    version.attestation.kind === "signed"
      ? `signed, attestation ${formatCode(version.attestation.id, 80)}`
      : `not signed: ${escapeMarkdown(version.attestation.reason, 300)}`,
    ...broken.slice(0, 20).map((what) => `⚠️ missing: ${escapeMarkdown(what, 300)}`),
  ];
  return `**Evidence**\n\n${items.map((item) => `- ${item}`).join("\n")}`;
}
