import type { CardFacts } from "./card-facts.ts";
import { testDataName } from "./card-facts.ts";
import type { CardMetric, CardResult, KnownCardFields } from "./known-card-fields.ts";
import { findLibrary } from "./libraries.ts";
import { measuredMetrics, metricKey } from "./measured-metrics.ts";

/** A value that is rounded more coarsely than this says something else: 1 is not 0.74. */
const MAX_ROUNDING = 0.01;

/**
 * What a person's card says and the evidence does not bear out, each as `field: sentence`. What no evidence speaks of is
 * no contradiction; `completeCard` keeps it as the author's own word.
 */
export function findContradictions(card: KnownCardFields, facts: CardFacts): readonly string[] {
  return [
    ...(card["pawl"] === undefined ? [] : ["pawl: this field is filled in by the package action, remove it"]),
    ...aboutLicense(card, facts),
    ...aboutLibrary(card, facts),
    ...aboutTask(card, facts),
    ...aboutResults(card, facts),
  ];
}

function aboutLicense({ license }: KnownCardFields, facts: CardFacts): string[] {
  if (license === undefined || facts.license === undefined) return [];
  if (license.toLowerCase() === facts.license.toLowerCase()) return [];
  return [`license: the card says ${quote(license)}, the input license says ${quote(facts.license)}`];
}

function aboutLibrary({ library_name: library }: KnownCardFields, { sources }: CardFacts): string[] {
  const packages = sources.run?.evidence.environment.python?.packages;
  if (library === undefined || packages === undefined) return [];
  const known = findLibrary(library);
  if (known === undefined) return [];
  const installed = new Set(Object.keys(packages).map((name) => name.toLowerCase().replace(/[._-]+/g, "-")));
  if (known.distributions.some((name) => installed.has(name))) return [];
  return [`library_name: the card says ${quote(library)}, but the training had no ${known.distributions.join(" or ")}`];
}

function aboutTask(card: KnownCardFields, { sources }: CardFacts): string[] {
  const stated = [
    ["pipeline_tag", card.pipeline_tag] as const,
    ...(card["model-index"] ?? []).flatMap(({ results }, model) =>
      results.map(({ task }, index) => [`${resultPath(model, index)}.task.type`, task?.type] as const),
    ),
  ];
  return sources.evaluations.flatMap(({ evidence: { task, outcome } }) => {
    if (outcome.kind !== "succeeded") return [];
    const wrong = task === "regression" ? /-classification$/ : /-regression$/;
    return stated.flatMap(([field, type]) =>
      type !== undefined && wrong.test(type)
        ? [
            `${field}: the card says ${quote(type)}, the evaluation is ${task === "regression" ? task : `${task} classification`}`,
          ]
        : [],
    );
  });
}

function aboutResults(card: KnownCardFields, facts: CardFacts): string[] {
  const measured = measuredMetrics(facts.sources);
  return (card["model-index"] ?? []).flatMap(({ results }, model) =>
    results.flatMap((result, index) =>
      result.metrics.flatMap((metric, place) => {
        const field = `${resultPath(model, index)}.metrics[${String(place)}]`;
        if (metric.verified === true) return [`${field}.verified: only Hugging Face can say that a value is verified`];
        if (!isOnOurData(result, facts)) return [];
        const fault = compareMetric(metric, measured.get(metricKey(metric.type)));
        return fault === undefined ? [] : [`${field}.value: ${fault}`];
      }),
    ),
  );
}

function resultPath(model: number, index: number): string {
  return `model-index[${String(model)}].results[${String(index)}]`;
}

/** A result that names other data than the evidence does speaks of something that nobody measured here. */
export function isOnOurData({ dataset }: CardResult, { model, sources }: CardFacts): boolean {
  const named = [dataset?.name, dataset?.type].flatMap((name) => name ?? []);
  if (named.length === 0) return true;
  const ours = new Set(
    [
      testDataName(model),
      ...(sources.run?.evidence.data ?? []).flatMap(({ name, path }) => [name, path]),
      ...sources.data.flatMap(({ evidence }) => evidence.key ?? []),
    ].map((name) => name.toLowerCase()),
  );
  return named.some((name) => ours.has(name.toLowerCase()));
}

/** What is wrong with a metric's value, given what was measured. A rounded value is right as far as it goes. */
export function compareMetric(
  { type, value }: CardMetric,
  measured: readonly number[] | undefined,
): string | undefined {
  if (measured === undefined) return undefined;
  const found = measured.map(String).join(", ");
  if (typeof value !== "number")
    return `the card says ${quote(JSON.stringify(value) ?? "nothing")}, ${quote(type)} is ${found}`;
  const decimals = /\.(\d+)(?:e|$)/.exec(String(value))?.[1]?.length ?? 0;
  const tolerance = (one: number): number =>
    Math.min(0.5 * 10 ** -decimals, MAX_ROUNDING * Math.max(Math.abs(one), Math.abs(value))) + 1e-12;
  if (measured.some((one) => Math.abs(one - value) <= tolerance(one))) return undefined;
  return `the card says ${String(value)}, but ${quote(type)} was measured as ${found}`;
}

function quote(text: string): string {
  return `"${text.replace(/\s+/g, " ").slice(0, 80)}"`;
}
