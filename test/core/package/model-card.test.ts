import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { EvaluationEvidence } from "../../../src/core/evidence/evaluation-evidence.ts";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";
import type { CardFacts } from "../../../src/core/package/card-facts.ts";
import { completeCard } from "../../../src/core/package/complete-card.ts";
import { parseModelCard } from "../../../src/core/package/parse-model-card.ts";
import { COMMIT, packageSources } from "../../support/package-sources.ts";

const SOURCE = "MODEL_CARD.md";
const parseCard = (text: string) => parseModelCard(new TextEncoder().encode(text), SOURCE);
const facts = (more: Partial<CardFacts> = {}): CardFacts => ({
  model: "late-flights",
  repository: "acme/demo",
  license: undefined,
  sources: packageSources(),
  commit: COMMIT,
  ...more,
});
const complete = (text: string, more: Partial<CardFacts> = {}) => completeCard(parseCard(text), SOURCE, facts(more));
const fieldsOf = (text: string): unknown => parse(text.split("---\n")[1] ?? "");

const AUTHORS = `---
language: en
license: apache-2.0
library_name: sklearn
pipeline_tag: tabular-classification
tags: [aviation]
model-index:
  - name: Late flights
    results:
      - task: { type: tabular-classification }
        dataset: { type: flights, name: flights }
        metrics:
          - { type: roc_auc, value: 0.83 }
          - { type: calibration-slope, value: 0.97 }
      - dataset: { type: imdb, name: IMDB }
        metrics: [{ type: accuracy, value: 0.99 }]
---

# Late flights

Will this flight be [late](https://example.com)?
One line more.

## Limits

Not for freight.
`;

describe("a model card", () => {
  it("of no author says what the evidence says", async () => {
    const card = completeCard(undefined, SOURCE, facts({ license: "mit" }));
    expect(card).toMatchObject({ license: "mit", summary: undefined, notes: [] });
    await expect(card.text).toMatchFileSnapshot("__cards__/without-an-author.md");
  });

  it("of an author keeps the author's words and gets measured values", async () => {
    const card = complete(AUTHORS);
    expect(card).toMatchObject({ license: "apache-2.0", summary: "Will this flight be late? One line more." });
    expect(card.notes).toEqual([
      "2 values in the card's model-index are its author's word alone: no evidence measured them.",
    ]);
    await expect(card.text).toMatchFileSnapshot("__cards__/of-an-author.md");
  });

  it("has a model-index in Hugging Face's form, with what was measured first", () => {
    expect(fieldsOf(complete(AUTHORS).text)).toMatchObject({
      metrics: ["roc_auc", "accuracy"],
      "model-index": [
        {
          name: "Late flights",
          results: [
            {
              task: { type: "tabular-classification", name: "Binary classification" },
              dataset: { name: "late-flights test data", revision: "d".repeat(64) },
              metrics: [
                { type: "roc_auc", name: "ROC AUC", value: 0.83125 },
                { type: "accuracy", name: "accuracy", value: 0.74 },
              ],
            },
            { dataset: { name: "flights" }, metrics: [{ type: "calibration-slope", value: 0.97 }] },
            { dataset: { name: "IMDB" }, metrics: [{ type: "accuracy", value: 0.99 }] },
          ],
        },
      ],
      pawl: { repository: "acme/demo", commit: COMMIT, "input-digest": "e".repeat(64) },
    });
  });

  it("stays the same when it is completed again", () => {
    expect(complete(AUTHORS).text).toBe(complete(AUTHORS).text);
  });

  it("says that nobody knows how it was trained, where nobody does", () => {
    const { text } = complete("", { sources: { run: undefined, evaluations: [], data: [] } });
    expect(text).toContain("no evidence says how it was trained");
    expect(text).not.toContain("model-index");
  });
});

const card = (fields: string): string => `---\n${fields}\n---\nText.`;
const index = (metric: string, dataset = ""): string =>
  card(`model-index: [{ name: a, results: [{ ${dataset} metrics: [${metric}] }] }]`);
const regression: Partial<EvaluationEvidence> = { task: "regression", metrics: [] };
const withoutPython: Partial<RunEvidence> = { environment: { cpuCount: 1, memoryMiB: 1 } };

describe("a card that contradicts the evidence is refused, and the field is named", () => {
  it.each`
    what                                 | text                                                               | more                                                       | said
    ${"a better value"}                  | ${index("{ type: roc_auc, value: 0.99 }")}                         | ${{}}                                                      | ${'model-index[0].results[0].metrics[0].value: the card says 0.99, but "roc_auc" was measured as 0.83125'}
    ${"another spelling of the metric"}  | ${index("{ type: AUROC, value: 0.84 }")}                           | ${{}}                                                      | ${"0.84, but"}
    ${"a percentage"}                    | ${index("{ type: accuracy, value: 74 }")}                          | ${{}}                                                      | ${"the card says 74"}
    ${"a text as value"}                 | ${index('{ type: accuracy, value: "0.74" }')}                      | ${{}}                                                      | ${'"accuracy" is 0.74'}
    ${"a value on data that we know"}    | ${index("{ type: acc, value: 1 }", "dataset: { type: flights },")} | ${{}}                                                      | ${"metrics[0].value"}
    ${"a seal that is not ours to give"} | ${index("{ type: x, value: 1, verified: true }")}                  | ${{}}                                                      | ${"metrics[0].verified: only Hugging Face"}
    ${"another licence"}                 | ${card("license: mit")}                                            | ${{ license: "apache-2.0" }}                               | ${'license: the card says "mit", the input license says "apache-2.0"'}
    ${"a library that was not there"}    | ${card("library_name: xgboost")}                                   | ${{}}                                                      | ${'library_name: the card says "xgboost", but the training had no xgboost'}
    ${"a task that was not evaluated"}   | ${card("pipeline_tag: tabular-regression")}                        | ${{}}                                                      | ${'pipeline_tag: the card says "tabular-regression", the evaluation is binary classification'}
    ${"the other way round"}             | ${card("pipeline_tag: text-classification")}                       | ${{ sources: packageSources({ evaluation: regression }) }} | ${"the evaluation is regression"}
    ${"provenance made up"}              | ${card("pawl: { commit: abc }")}                                   | ${{}}                                                      | ${"pawl: this field is filled in"}
  `("$what", ({ text, more, said }: { text: string; more: Partial<CardFacts>; said: string }) => {
    expect(() => complete(text, more)).toThrow(/MODEL_CARD.md contradicts the evidence/);
    expect(() => complete(text, more)).toThrow(said);
  });

  it.each`
    what                               | text                                                            | more
    ${"a rounded value"}               | ${index("{ type: roc_auc, value: 0.83 }")}                      | ${{}}
    ${"the exact value"}               | ${index("{ type: roc_auc, value: 0.83125 }")}                   | ${{}}
    ${"a metric that nobody measured"} | ${index("{ type: wer, value: 0.1 }")}                           | ${{}}
    ${"a value on other data"}         | ${index("{ type: acc, value: 1 }", "dataset: { name: IMDB },")} | ${{}}
    ${"the licence in other letters"}  | ${card("license: Apache-2.0")}                                  | ${{ license: "apache-2.0" }}
    ${"a library that nobody knows"}   | ${card("library_name: our-own")}                                | ${{}}
    ${"a library, Python unknown"}     | ${card("library_name: xgboost")}                                | ${{ sources: packageSources({ run: withoutPython }) }}
    ${"the library's other name"}      | ${card("library_name: scikit-learn")}                           | ${{}}
  `("but not one with $what", ({ text, more }: { text: string; more: Partial<CardFacts> }) => {
    expect(complete(text, more).text).toContain("---");
  });
});

describe("the fields of a card are plain YAML", () => {
  it.each`
    what                            | text                                                                 | said
    ${"a key that is there twice"}  | ${card("license: mit\nlicense: apache-2.0")}                         | ${"MODEL_CARD.md:3: license is there twice"}
    ${"an anchor"}                  | ${card("tags: &a [x]")}                                              | ${"MODEL_CARD.md:2: there is a YAML anchor"}
    ${"an alias"}                   | ${card("tags: &a [x]\nlanguage: *a")}                                | ${"there is a YAML anchor"}
    ${"a tag"}                      | ${card("license: !!binary bWl0")}                                    | ${"there is a YAML tag"}
    ${"a tag of its own"}           | ${card("license: !js x")}                                            | ${"Unresolved tag"}
    ${"a merge key"}                | ${card("a: { <<: { b: 1 } }")}                                       | ${"merge key"}
    ${"a reach for a prototype"}    | ${card("__proto__: { x: 1 }")}                                       | ${"__proto__ is not a key"}
    ${"a billion laughs"}           | ${card("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]")}                 | ${"there is a YAML anchor"}
    ${"a tower of brackets"}        | ${card(`a: ${"[".repeat(2000)}`)}                                    | ${"nested too deeply"}
    ${"no end"}                     | ${"---\nlicense: mit\n\n# Title"}                                    | ${"have no end"}
    ${"a list"}                     | ${card("- license")}                                                 | ${"is not a list of fields"}
    ${"a licence that is a number"} | ${card("license: 3")}                                                | ${"license: "}
    ${"a model-index without type"} | ${card("model-index: [{ results: [{ metrics: [{ value: 1 }] }] }]")} | ${"model-index.0.results.0.metrics.0.type"}
  `("$what is refused", ({ text, said }: { text: string; said: string }) => {
    expect(() => complete(text)).toThrow(said);
  });

  it("bytes that are no UTF-8, and half a megabyte, are refused", () => {
    expect(() => parseModelCard(new Uint8Array([0xff, 0xfe]), SOURCE)).toThrow("is not UTF-8");
    expect(() => parseCard("a".repeat(513 * 1024))).toThrow("larger than 512 KiB");
  });

  it.each`
    what                       | text                                | fields                 | body
    ${"no fields"}             | ${"# Title\n"}                      | ${{}}                  | ${"# Title"}
    ${"empty fields"}          | ${"---\n---\nText"}                 | ${{}}                  | ${"Text"}
    ${"nothing"}               | ${""}                               | ${{}}                  | ${""}
    ${"lines of Windows"}      | ${"---\r\na: 1\r\n---\r\nText\r\n"} | ${{ a: 1 }}            | ${"Text"}
    ${"a byte order mark"}     | ${"\uFEFF---\na: 1\n---\nText"}     | ${{ a: 1 }}            | ${"Text"}
    ${"a rule in its text"}    | ${"---\na: 1\n---\nA\n\n---\n\nB"}  | ${{ a: 1 }}            | ${"A\n\n---\n\nB"}
    ${"a date, which is text"} | ${"---\na: 2026-01-02\n---"}        | ${{ a: "2026-01-02" }} | ${""}
    ${"fields and no text"}    | ${"---\na: 1\n---"}                 | ${{ a: 1 }}            | ${""}
  `("$what can be read", ({ text, fields, body }: { text: string; fields: object; body: string }) => {
    expect(parseCard(text)).toEqual({ fields, body });
  });
});

it("names from outside cannot write Markdown, mentions or links into a card", () => {
  const hostile = "[x](javascript:alert(1)) @octocat <img src=x onerror=alert(1)> `|\n# Title";
  const { text } = complete("", {
    sources: packageSources({
      run: { parameters: { [hostile]: hostile }, data: [] },
      evaluation: {
        customMetrics: { [hostile]: 1 },
        slices: [{ slice: { column: hostile, value: hostile }, rows: 1, metrics: [] }],
      },
    }),
  });
  const body = text.split("---\n").slice(2).join("---\n");
  expect(body).not.toMatch(/<img/);
  expect(body).not.toMatch(/@octocat/);
  expect(body).not.toMatch(/\]\(javascript/);
  expect(body.match(/^# /gm)).toHaveLength(1);
});
