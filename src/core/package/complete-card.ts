import { stringify } from "yaml";
import { PawlError } from "../errors.ts";
import { METRICS } from "../evaluation/metric-catalogue.ts";
import { formatFingerprint } from "../evidence/run-evidence.ts";
import { toOneLine } from "../report/escape-markdown.ts";
import { formatQuantity } from "../report/format-number.ts";
import { type CardFacts, testDataName } from "./card-facts.ts";
import { compareMetric, findContradictions, isOnOurData } from "./find-contradictions.ts";
import { type CardResult, type KnownCardFields, readKnownFields } from "./known-card-fields.ts";
import { measuredMetrics, metricKey } from "./measured-metrics.ts";
import { trainingOf } from "./package-sources.ts";
import type { ModelCard } from "./parse-model-card.ts";
import { renderCardBody } from "./render-card-body.ts";

export interface CompletedCard {
  /** The whole card: fields in YAML, Markdown below. */
  readonly text: string;
  readonly license: string | undefined;
  /** First paragraph of the author's text, in one line. */
  readonly summary: string | undefined;
  /** Sentences about what the card says and no evidence bears out. */
  readonly notes: readonly string[];
}

/**
 * An author's card with everything filled in that evidence knows; without one, a card of what is known. `source` names the
 * author's file in errors. The same evidence gives the same text, whenever it is made.
 *
 * @throws `INPUT_INVALID` where the author's card contradicts the evidence, naming each field.
 */
export function completeCard(card: ModelCard | undefined, source: string, facts: CardFacts): CompletedCard {
  const known = readKnownFields(card ?? { fields: {}, body: "" }, source);
  const contradictions = findContradictions(known, facts);
  if (contradictions.length > 0) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${source} contradicts the evidence: ${contradictions.slice(0, 10).join("; ")}`,
      hint: "Correct these fields, or leave them out: the action fills in what the evidence has.",
    });
  }
  const license = known.license ?? facts.license;
  const own = ownResults(known, facts);
  const { "model-index": _replaced, ...authors } = known;
  const fields = {
    ...authors,
    ...(license === undefined ? {} : { license }),
    ...measuredFields(known, facts),
    ...modelIndex(known, own.results, facts),
    pawl: provenance(facts),
  };
  const front = stringify(fields, { lineWidth: 0, aliasDuplicateObjects: false });
  const body = renderCardBody(card?.body ?? "", facts);
  return {
    text: `---\n${front}---\n\n${body}\n`,
    license,
    summary: firstParagraph(card?.body ?? ""),
    notes: own.notes,
  };
}

function measuredFields({ metrics }: KnownCardFields, { sources }: CardFacts): object {
  if (metrics !== undefined) return {};
  const names = new Set(
    sources.evaluations.flatMap(({ evidence }) =>
      evidence.metrics.flatMap(({ name, value }) => (value === null ? [] : [hubName(name)])),
    ),
  );
  return names.size === 0 ? {} : { metrics: [...names] };
}

/** Model hubs write names of metrics with underscores. */
function hubName(name: string): string {
  return metricKey(name).replaceAll("-", "_");
}

/** The results that evidence has, before those that are the author's word alone. */
function modelIndex(known: KnownCardFields, own: readonly CardResult[], facts: CardFacts): object {
  const measured = facts.sources.evaluations.flatMap(({ evidence }) => {
    const metrics = [
      ...evidence.metrics.flatMap(({ name, value }) => (value === null ? [] : [toMetric(name, value)])),
      ...Object.entries(evidence.customMetrics).map(([name, value]) => toMetric(name, value)),
    ];
    if (metrics.length === 0) return [];
    const name = testDataName(facts.model);
    return [
      {
        task: { type: known.pipeline_tag ?? "other", name: taskName(evidence.task) },
        dataset: {
          type: name.replaceAll(" ", "-"),
          name,
          ...(evidence.testData === undefined ? {} : { revision: evidence.testData }),
        },
        metrics,
      },
    ];
  });
  const results = [...measured, ...own];
  if (results.length === 0) return {};
  const name = known["model-index"]?.[0]?.name ?? facts.model;
  return { "model-index": [{ name, results }] };
}

function toMetric(name: string, value: number): { type: string; name: string; value: number } {
  const label = Object.entries(METRICS).find(([key]) => key === metricKey(name))?.[1].label;
  return { type: hubName(name), name: label ?? toOneLine(name, 200), value };
}

function taskName(task: string): string {
  return task === "regression" ? "Regression" : `${task === "binary" ? "Binary" : "Multiclass"} classification`;
}

/** What of the author's results stays: values that nobody measured here. */
function ownResults(known: KnownCardFields, facts: CardFacts) {
  const measured = measuredMetrics(facts.sources);
  const results = (known["model-index"] ?? []).flatMap((model) =>
    model.results.flatMap((result) => {
      const left = result.metrics.filter(
        (metric) => !(isOnOurData(result, facts) && isBorneOut(metric, measured.get(metricKey(metric.type)))),
      );
      return left.length === 0 ? [] : [{ ...result, metrics: left }];
    }),
  );
  const count = results.reduce((sum, { metrics }) => sum + metrics.length, 0);
  if (count === 0) return { results, notes: [] };
  const said = `${formatQuantity(count, "value")} in the card's model-index ${count === 1 ? "is" : "are"} its author's word alone`;
  return { results, notes: [`${said}: no evidence measured ${count === 1 ? "it" : "them"}.`] };
}

function isBorneOut(metric: CardResult["metrics"][number], measured: readonly number[] | undefined): boolean {
  return measured !== undefined && compareMetric(metric, measured) === undefined;
}

/** Where the model comes from, for whoever reads the card away from its package. */
function provenance({ repository, commit, sources }: CardFacts): object {
  const run = sources.run?.evidence;
  return {
    repository,
    commit: run === undefined ? commit : trainingOf(run).commit,
    ...(run === undefined ? {} : { trained: trainingOf(run).finishedAt }),
    ...(run?.inputDigest === undefined ? {} : { "input-digest": run.inputDigest.value }),
    ...(run === undefined || run.data.length === 0
      ? {}
      : { data: run.data.map((identity) => ({ name: identity.name, fingerprint: formatFingerprint(identity) })) }),
  };
}

/** The first lines of prose: no heading, list, table, quotation, HTML or image. */
function firstParagraph(body: string): string | undefined {
  const paragraph = body
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .find((part) => part !== "" && !/^(#|[-*+>|<]|\d+[.)]\s|!\[|```|\[!\[)/.test(part));
  if (paragraph === undefined) return undefined;
  return toOneLine(paragraph.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1"), 600);
}
