import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import type { JudgedMove } from "./promotion-facts.ts";
import { FULL_DETAIL, renderGateResult, type TreeDetail, VERDICT_ICON } from "./render-gate-result.ts";

const DETAILS: readonly TreeDetail[] = [
  FULL_DETAIL,
  { details: 5, words: 200, passed: true },
  { details: 2, words: 100, passed: false },
  { details: 0, words: 40, passed: false },
];

const DECIDES = { pass: "may be merged", fail: "refused", inconclusive: "something is missing" } as const;

/** One move: its tree, what the head's own policy would say, each as full as `maxBytes` allow. */
export function renderMove(judged: JudgedMove, maxBytes: number): string {
  const versions = DETAILS.map((detail) => render(judged, detail));
  return versions.find((text) => Buffer.byteLength(text) <= maxBytes) ?? heading(judged);
}

function heading({ move, verdict }: JudgedMove): string {
  const holder = (version: number | undefined) => (version === undefined ? "none" : String(version));
  const what = `${formatCode(move.model)} ${formatCode(move.environment)} ${holder(move.from)} → ${holder(move.to)}`;
  return `### ${VERDICT_ICON[verdict]} ${what}: ${DECIDES[verdict]}`;
}

function render(judged: JudgedMove, detail: TreeDetail): string {
  const { reason, integrity, result, proposed } = judged;
  const trees = [...integrity, ...(result === undefined ? [] : [result])];
  return [
    heading(judged),
    ...(reason === undefined
      ? []
      : [`The reason: ${escapeMarkdown(reason.words, 300)}. ${escapeMarkdown(reason.todo, 500)}`]),
    ...(trees.length === 0 ? [] : [trees.map((tree) => renderGateResult(tree, detail)).join("\n")]),
    ...(proposed === undefined
      ? []
      : [
          `This pull request changes these rules. The old ones judge; the new ones would say ${VERDICT_ICON[proposed.verdict]} ${proposed.verdict}:`,
          renderGateResult(proposed, detail),
        ]),
  ].join("\n\n");
}
