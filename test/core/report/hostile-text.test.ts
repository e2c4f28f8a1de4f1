import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { escapeMarkdown } from "../../../src/core/report/escape-markdown.ts";
import { formatCode } from "../../../src/core/report/format-code.ts";
import { formatFence } from "../../../src/core/report/format-fence.ts";
import { renderReport } from "../../../src/core/report/render-report.ts";
import type { DataFacts, ReportFacts } from "../../../src/core/report/report-facts.ts";
import { booleans, categories, numbers, profile } from "../dataset/build-profile.ts";
import { buildDrift, buildEvaluation, buildRun, fakeDigest } from "../evidence/build-evidence.ts";
import { buildBaseData, buildCheck, buildDataFacts, watchedPlan } from "./build-data-facts.ts";
import {
  accept,
  buildBaseline,
  buildBaselineRun,
  buildComparison,
  buildFacts,
  buildModel,
  buildPlan,
} from "./build-facts.ts";

const markdown = new MarkdownIt({ html: true, linkify: true });
type Token = ReturnType<typeof markdown.parse>[number];

const ATTACKS = [
  "@octocat",
  "#1",
  "acme/other#2",
  "GH-3",
  "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
  "https://evil.example/x",
  "www.evil.example",
  "a@evil.example",
  "[x](https://evil.example)",
  "![x](https://evil.example/p.png)",
  "<https://evil.example>",
  "<img src=x onerror=alert(1)>",
  "</details></sub></code>",
  "<!--",
  "-->",
  "<!-- pawl:experiment -->",
  "| a | b |",
  "\\|",
  "`",
  "``",
  "```",
  "~~~",
  "\n\n# heading",
  "\n```mermaid\nx",
  "\n| - | - |",
  "\n- item",
  "**bold**",
  "_a_",
  "$x$",
  ":tada:",
  "&lt;script&gt;",
  "\u202eabc",
  "\u200b",
  "\u0000",
  "[^1]",
  "> [!WARNING]",
  '"] end',
] as const;

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...ATTACKS), fc.string({ unit: "binary", maxLength: 12 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(fc.sample(fc.constantFrom("", " "), { numRuns: 1, seed: parts.length })[0]))
  .filter((text) => text.trim() !== "");

function flatten(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => [token, ...flatten(token.children ?? [])]);
}

const OWN_HTML =
  /^(<!-- pawl:experiment -->|<details><summary>[A-Za-z0-9 ]+<\/summary>|<\/details>|<\/?sub>|<\/?code>|<\/?span>)$/;
const OWN_LINK = /^https:\/\/github\.com\/(acme\/flights|pawl-ml\/pawl)[/#]/;

/** What a reader of `source` could be led to by text that is not ours. */
function findDamage(source: string): string[] {
  const tokens = flatten(markdown.parse(source, {}));
  const links = tokens.filter(({ type }) => type === "link_open").map((token) => String(token.attrGet("href")));
  const html = tokens
    .filter(({ type }) => type === "html_block" || type === "html_inline")
    .map(({ content }) => content.trim());
  const text = tokens.filter(({ type }) => type === "text").map(({ content }) => content);
  return [
    ...links.filter((href) => !OWN_LINK.test(href)).map((href) => `link ${href}`),
    ...html.filter((tag) => !OWN_HTML.test(tag)).map((tag) => `html ${tag}`),
    ...tokens.filter(({ type }) => type === "image").map(() => "image"),
    // GitHub looks for these in text after it has decoded entities.
    ...text
      .filter((content) => /@\w|#\d|\bGH-\d|:\w+:|\b[0-9a-f]{7,40}\b|https?:\/\/|www\.\w|\$\S/i.test(content))
      .map((content) => `text ${content}`),
    ...tableLines(source),
  ];
}

/** Lines of a table that have another number of cells than its first. */
function tableLines(source: string): string[] {
  let header = 0;
  return source.split("\n").flatMap((line) => {
    const bars = line.startsWith("| ") || line.startsWith("|-") ? line.split("|").length : 0;
    const odd = header !== 0 && bars !== 0 && bars !== header;
    header = bars === 0 ? 0 : header === 0 ? bars : header;
    return odd ? [`table row ${line}`] : [];
  });
}

/** The blocks that Markdown is made of, whatever their text. */
function skeleton(source: string): string[] {
  return markdown.parse(source, {}).map(({ type, tag }) => `${type} ${tag}`);
}

/** A dataset of which every text that can come from outside is `name`. */
function poisonedData(name: string): DataFacts {
  const check = { title: name, expected: name, actual: name, column: name, reason: name };
  const checks = [
    buildCheck("x.range", { ...check, verdict: "fail" }),
    buildCheck("y.range", { ...check, verdict: "fail", severity: "warning" }),
    buildCheck("z.range", { ...check, verdict: "not-evaluated" }),
    buildCheck("v.range", { ...check, origin: "configuration" }),
  ];
  const before = [
    numbers(name, [1, 2, 3]),
    categories("moved", { [name]: 900, x: 100 }),
    booleans(`${name} 2`, 1, 1, { type: name }),
  ];
  const after = [
    numbers(name, [1, 2, 9]),
    categories("moved", { [`${name} 2`]: 900, x: 100 }),
    booleans(`${name} 3`, 1, 1, { type: name }),
  ];
  const drift = buildDrift({ verdict: "drift", reason: name, findings: [{ ...DRIFT_FINDING, words: name }] });
  const plan = watchedPlan({ name, path: name, contract: name, label: "moved", workflow: name });
  return buildDataFacts(
    { checks, profile: profile(1000, after), notes: [name], source: { path: name, files: 2 }, contract: undefined },
    {
      plan,
      touchedFiles: [name],
      contractChanged: true,
      base: { ...buildBaseData({ profile: profile(1000, before) }), isMergeBase: false },
      refused: [{ artifact: name, reason: name, workflowRunUrl: "https://github.com/acme/flights/actions/runs/1" }],
      drift: accept(drift),
    },
  );
}

const DRIFT_FINDING = {
  columns: [],
  aspect: "null",
  effect: 0.1,
  bound: 0.05,
  floor: 0.01,
  p1: null,
  p2: null,
  signal: true,
  material: true,
  verdict: "drift" as const,
  words: "",
};

/** A report in which every text that can come from outside is `name`. */
function poisoned(name: string): ReportFacts {
  const slice = { slice: { column: name, value: name }, rows: 9, metrics: [] };
  const comparison = { ...buildComparison({ "roc-auc": [0.037, 0.033, 0.041] }), slices: [slice] };
  const metrics = { [name]: 0.6, [`${name} 2`]: 0.7 };
  const { environment } = buildRun();
  const run = buildRun({
    command: name,
    parameters: { [name]: name, [`${name} 2`]: name },
    metrics,
    data: [{ ...buildRun().data[0]!, name, path: name }],
    curves: [{ metric: name, axis: "step", steps: [0, 1], values: [1, 2] }],
    environment: {
      ...environment,
      python: { version: name, packages: { [name]: name } },
      gpu: { driver: name, cuda: name, devices: [{ name, memoryMiB: 1 }] },
    },
    resources: { wallSeconds: 1, samples: 1, cost: { amount: 1, currency: name } },
    outputs: [{ path: name, bytes: 1, sha256: buildRun().outputs[0]!.sha256 }],
    readers: { reader: name, files: [name], alsoFound: [name], problems: [name], conclusive: false },
    notes: [name],
  });
  const evaluation = buildEvaluation({
    metrics: [
      { name: "roc-auc", value: 0.671, interval: null },
      { name: `${name} 3`, value: null, interval: null, reason: name },
    ],
    customMetrics: metrics,
    comparisons: [comparison],
    slices: [slice],
    leftOut: [{ reason: name, rows: 2 }],
    notes: [name],
  });
  const failed = buildRun({
    outcome: { kind: "failed", exitCode: 1, signal: name, logTail: [name, name] },
    metrics: {},
  });
  const shared = {
    touchedFiles: [name],
    refused: [{ artifact: name, reason: name, workflowRunUrl: "https://github.com/acme/flights/actions/runs/1" }],
    champion: { ...buildBaseline(), alias: name, version: 1, digest: `sha256:${fakeDigest("c4a3")}` },
    baseline: buildBaseline({ run: accept(buildBaselineRun({ parameters: { [`${name} 2`]: 1 }, metrics })) }),
  };
  const primaryMetric = { name, direction: "higher", margin: 0 } as const;
  const plan = buildPlan({ primaryMetric, paths: [name], workflow: name, slices: [name] });
  return buildFacts({
    data: [{ model: "late-flights", datasets: [poisonedData(name)] }],
    pullRequest: { ...buildFacts().pullRequest, baseRef: name },
    headConfigIssues: [{ line: 1, column: 1, key: name, message: name, hint: name }],
    models: [
      buildModel({ ...shared, plan, evidence: { runs: [accept(run)], evaluations: [] } }),
      buildModel({ ...shared, evidence: { runs: [accept(run)], evaluations: [accept(evaluation)] } }),
      buildModel({ ...shared, plan, evidence: { runs: [accept(failed)], evaluations: [] } }),
      buildModel({ ...shared, changedEvaluationCode: [name, name], changedTestData: [name], workflowChanged: true }),
    ],
  });
}

describe("text from outside", () => {
  it.each(ATTACKS)("escaped as a sentence does no damage: %j", (attack) => {
    expect(findDamage(`a ${escapeMarkdown(attack)} b`)).toEqual([]);
    expect(skeleton(`a ${escapeMarkdown(attack)} b`)).toEqual(skeleton("a b"));
  });

  it("as a sentence, code, cell or fence never gets out", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const cells = [escapeMarkdown(text), formatCode(text)];
        const source = `### x ${cells.join(" ")}\n\n| a | b |\n| - | - |\n| ${cells.join(" | ")} |\n\n<sub>${cells.join("")}</sub>\n\n${formatFence([text])}\n\nend`;
        expect(findDamage(source)).toEqual([]);
        expect(skeleton(source)).toEqual(skeleton(source.replaceAll(/x .*\n/g, "x\n")));
        expect(skeleton(source).at(-2)).toBe("inline ");
      }),
      { numRuns: 300 },
    );
  });

  it.each(ATTACKS)("everywhere in a report does no damage: %j", (attack) => {
    const { comment } = renderReport(poisoned(attack));
    expect(findDamage(comment ?? "")).toEqual([]);
    expect(skeleton(comment ?? "")).toEqual(skeleton(renderReport(poisoned("name")).comment ?? ""));
  });

  it("everywhere in a report never changes how the report is built", () => {
    const harmless = skeleton(renderReport(poisoned("name")).comment ?? "");
    fc.assert(
      fc.property(hostile, (text) => {
        const { comment } = renderReport(poisoned(text));
        expect(findDamage(comment ?? "")).toEqual([]);
        expect(skeleton(comment ?? "")).toEqual(harmless);
      }),
      { numRuns: 60 },
    );
  });

  it("draws charts with letters, digits and numbers only", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const blocks = flatten(markdown.parse(renderReport(poisoned(text)).comment ?? "", {}));
        const charts = blocks.filter(({ type, info }) => type === "fence" && info === "mermaid");
        expect(charts.length).toBeGreaterThan(0);
        for (const { content } of charts) {
          expect(content).toMatch(
            /^xychart-beta\n {2}x-axis "step" 0 --> 1\n {2}y-axis "[A-Za-z0-9 _.()/%-]+" [\d.-]+ --> [\d.-]+\n( {2}line \[[\d., -]+\]\n)+$/,
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it("keeps what it can of a name", () => {
    expect(formatCode("learning_rate")).toBe("`learning_rate`");
    expect(formatCode("a|b")).toBe("<code>a&#124;b</code>");
    expect(escapeMarkdown("must be a list, but is 3. Write [3].")).toBe("must be a list, but is 3. Write &#91;3&#93;.");
    expect(formatFence(["a ``` b"])).toBe("````\na ``` b\n````");
  });
});
