import { type ConfigIssue, formatConfigIssue } from "../config/config-issue.ts";
import { CONFIG_FILE } from "../config/parse-project-config.ts";
import { aliasPath } from "../registry/alias-file.ts";
import { escapeMarkdown, toOneLine } from "../report/escape-markdown.ts";
import { fitToLimit, MAX_TEXT_BYTES } from "../report/fit-to-limit.ts";
import { formatCode } from "../report/format-code.ts";
import { formatQuantity } from "../report/format-number.ts";
import { renderTable } from "../report/render-table.ts";
import type { ReportAnnotation } from "../report/report-facts.ts";
import type { Section } from "../report/section.ts";
import type { GateVerdict } from "./gate-result.ts";
import { judgePromotion } from "./judge-promotion.ts";
import { listDeciding } from "./list-deciding.ts";
import type { JudgedMove, JudgedPromotion, PromotionFacts, RenderedPromotionCheck } from "./promotion-facts.ts";
import { VERDICT_ICON } from "./render-gate-result.ts";
import { renderMove } from "./render-move.ts";
import { renderPolicyChanges } from "./render-policy-changes.ts";

/** Name of the check run that branch protection holds on to. */
export const PROMOTION_CHECK = "pawl / promotion";

/** `neutral` would let branch protection pass: what is missing has to be asked for. */
export const CONCLUSION = {
  pass: "success",
  fail: "failure",
  inconclusive: "action_required",
} as const satisfies Record<GateVerdict, string>;

const MAX_TITLE = 255;
const MAX_ANNOTATIONS = 50;
const ABOUT_URL = "https://github.com/pawl-ml/pawl/blob/main/docs/gate.md";

/** The check run `pawl / promotion` of a commit, within GitHub's limits. Pure: equal facts make equal bytes. */
export function renderPromotionCheck(facts: PromotionFacts): RenderedPromotionCheck {
  const judged = judgePromotion(facts);
  const notAll = "*This is not all: it did not fit. Fewer models in one pull request leave room for the rest.*";
  const readable = facts.invalidAliasFiles.length + facts.headConfigIssues.length === 0;
  const overview = readable || judged.moves.length > 0 ? renderOverview(judged) : [];
  const summary = [...renderWarnings(facts, judged), ...overview];
  const each = Math.floor(MAX_TEXT_BYTES / Math.max(1, judged.moves.length + judged.policyChanges.length) - 100);
  const text = [
    ...judged.moves.map((move): Section => ({ weight: "essential", markdown: renderMove(move, Math.max(each, 1500)) })),
    ...renderPolicyChanges(judged, Math.max(each, 1500)),
  ];
  return {
    conclusion: CONCLUSION[judged.verdict],
    title: toOneLine(describe(facts, judged), MAX_TITLE),
    summary: fitToLimit(summary, renderFoot(facts), notAll),
    text: fitToLimit(text, "", notAll),
    annotations: annotate(facts),
    judged,
  };
}

/** One line that says what is decided and what is missing, for the list of checks. */
function describe(facts: PromotionFacts, { moves, verdict, policyChanges }: JudgedPromotion): string {
  const [invalid] = facts.invalidAliasFiles;
  if (invalid !== undefined) return `${invalid.path} is not valid`;
  if (facts.headConfigIssues.length > 0) return `${CONFIG_FILE} would not be valid`;
  if (moves.length === 0) {
    if (policyChanges.length === 0) return "Changes no alias";
    if (facts.fork) return "A pull request from a fork cannot change the policy";
    if (facts.config.kind === "invalid" && facts.config.elsewhere === true) {
      return `${facts.config.place} is not valid: nothing can be judged`;
    }
    const words = { pass: "the old one allows it", fail: "refused", inconclusive: "waits for approval by the old one" };
    return `Changes the promotion policy: ${words[verdict]}`;
  }
  if (facts.fork) return "A pull request from a fork can move no alias";
  if (facts.config.kind === "invalid") return `${facts.config.place} is not valid: nothing can be judged`;
  const worst = moves.find((move) => move.verdict === verdict) ?? moves[0];
  const others = moves.length > 1 ? ` (and ${formatQuantity(moves.length - 1, "other move")})` : "";
  if (worst === undefined) return "Nothing was judged";
  return `${describeMove(worst)}${others}`;
}

function describeMove({ move, verdict, reason, brokenGlass, integrity, result }: JudgedMove): string {
  const what = `${move.model} ${move.environment} ${holders(move)}`;
  if (reason !== undefined) return `${what}: ${reason.words}`;
  if (brokenGlass) return `${what}: GLASS BROKEN`;
  if (verdict === "pass") return `${what}: may be merged`;
  const trees = [...integrity, ...(result === undefined ? [] : [result])].filter((tree) => tree.verdict === verdict);
  const rules = [...new Set(trees.flatMap(listDeciding))].slice(0, 5).join(", ");
  return `${what}: ${verdict === "fail" ? "refused by" : "waits for"} ${rules}`;
}

/** `7 → 8`, `none → 1`, `7 → none`. */
export function holders({ from, to }: { readonly from: number | undefined; readonly to: number | undefined }): string {
  return `${from === undefined ? "none" : String(from)} → ${to === undefined ? "none" : String(to)}`;
}

function renderOverview({ moves, policyChanges }: JudgedPromotion): Section[] {
  if (moves.length === 0) {
    const markdown =
      policyChanges.length === 0
        ? "This commit moves no alias and changes no rule of the gate."
        : "This commit moves no alias. It changes rules of the gate, which count after the merge.";
    return [{ weight: "essential", markdown }];
  }
  const rows = moves.map((judged) => [
    `${VERDICT_ICON[judged.verdict]} ${formatCode(judged.move.model)}`,
    formatCode(judged.move.environment),
    holders(judged.move),
    judged.reason === undefined ? kindOf(judged) : escapeMarkdown(judged.reason.words, 200),
  ]);
  const columns = ["Model", "Environment", "Version", "What"].map((title) => ({ title, align: "left" }) as const);
  return [{ weight: "essential", markdown: renderTable(columns, rows) }];
}

function kindOf({ move, brokenGlass }: JudgedMove): string {
  const kind =
    move.to === undefined ? "removal" : move.state.kind === "judgeable" ? move.state.facts.kind : "promotion";
  return brokenGlass ? `${kind}, **the glass was broken**` : kind;
}

function renderWarnings(facts: PromotionFacts, judged: JudgedPromotion): Section[] {
  const essential = (markdown: string): Section => ({ weight: "essential", markdown });
  const touches = judged.moves.length + judged.policyChanges.length > 0;
  return [
    ...facts.invalidAliasFiles.map(({ path, issues }) => essential(renderIssues(path, issues))),
    ...(facts.headConfigIssues.length > 0 ? [essential(renderIssues(CONFIG_FILE, facts.headConfigIssues))] : []),
    ...(facts.config.kind === "invalid" && touches
      ? [essential(renderIssues(facts.config.place, facts.config.issues))]
      : []),
    ...(facts.config.kind === "absent" && judged.moves.length > 0
      ? [
          essential(
            `⏸️ ${formatCode(facts.baseRef)} has no ${formatCode(CONFIG_FILE)}, so no rules say who may move an alias.`,
          ),
        ]
      : []),
    ...(facts.fork && touches
      ? [
          essential(
            "⏸️ This pull request comes from a fork. A maintainer has to push the change to a branch of this repository, or comment `/pawl promote`.",
          ),
        ]
      : []),
    ...judged.moves.filter(({ brokenGlass }) => brokenGlass).map((move) => essential(renderBrokenGlass(move))),
  ];
}

function renderBrokenGlass({ move }: JudgedMove): string {
  const what = `${formatCode(move.model)} ${formatCode(move.environment)}`;
  return `### 🚨 The glass was broken for ${what}\n\nThe rules alone would not have let this pass. Who broke it and why is below, and stays in the record of the promotion.`;
}

function renderIssues(file: string, issues: readonly ConfigIssue[]): string {
  const shown = issues.slice(0, 20).map((issue) => `- ❌ ${escapeMarkdown(formatConfigIssue(issue, file), 500)}`);
  const rest = issues.length > 20 ? [`- and ${formatQuantity(issues.length - 20, "more mistake")}`] : [];
  return [`### ❌ ${formatCode(file)} is not valid`, "", ...shown, ...rest].join("\n");
}

function renderFoot({ policy, headSha }: PromotionFacts): string {
  const places = policy.map(({ place, digest }) => `${formatCode(place)} (${formatCode(digest.slice(0, 8))})`);
  const judgedBy = places.length === 0 ? "" : ` Judged by ${places.join(" and ")}.`;
  return `<sub>Commit ${formatCode(headSha.slice(0, 7))}.${judgedBy} [What the rules mean](${ABOUT_URL}).</sub>`;
}

/** Only files of the head: the check can show no others. */
function annotate(facts: PromotionFacts): readonly ReportAnnotation[] {
  const invalid = [
    ...facts.invalidAliasFiles.flatMap(({ path, issues }) => issues.map((issue) => ({ path, issue }))),
    ...facts.headConfigIssues.map((issue) => ({ path: CONFIG_FILE, issue })),
  ].map(({ path, issue }): ReportAnnotation => {
    const { line, key, message, hint } = issue;
    const title = toOneLine(key === "" ? "Not valid" : key, 200);
    return { path, line, level: "failure", title, message: toOneLine(`${message} ${hint ?? ""}`.trim(), 2000) };
  });
  const unregistered = facts.moves
    .filter(({ state }) => state.kind === "not-registered")
    .map(({ model, environment, to }): ReportAnnotation => {
      const message = `Version ${String(to)} of ${model} is not registered, so ${environment} cannot point at it.`;
      return { path: aliasPath(model), line: 1, level: "failure", title: "No such version", message };
    });
  return [...invalid, ...unregistered].slice(0, MAX_ANNOTATIONS);
}
