import type { MetricEstimate } from "../evidence/evaluation-evidence.ts";
import { type PackageSources, trainingOf } from "./package-sources.ts";

/** `modelCard` of CycloneDX 1.6, as far as evidence can fill it. */
interface ModelCardSection {
  readonly modelParameters: {
    readonly task?: string;
    readonly approach?: { readonly type: "supervised" };
    readonly datasets?: readonly { readonly ref: string }[];
  };
  readonly quantitativeAnalysis?: {
    readonly performanceMetrics: readonly {
      readonly type: string;
      readonly value: string;
      readonly slice?: string;
      readonly confidenceInterval?: { readonly lowerBound: string; readonly upperBound: string };
    }[];
  };
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** @param datasets `bom-ref` of each data component. */
export function makeModelCardSection(sources: PackageSources, datasets: readonly string[]): ModelCardSection {
  const [first] = sources.evaluations;
  const metrics = sources.evaluations.flatMap(({ evidence }) => [
    ...evidence.metrics.flatMap((metric) => toPerformance(metric)),
    ...Object.entries(evidence.customMetrics).map(([type, value]) => ({ type, value: String(value) })),
    ...evidence.slices.flatMap(({ slice, metrics: own }) =>
      own.flatMap((metric) => toPerformance(metric, `${slice.column}=${slice.value}`)),
    ),
  ]);
  const properties = parameters(sources);
  return {
    modelParameters: {
      // Labels are what every evaluation needs.
      ...(first === undefined ? {} : { task: taskOf(first.evidence.task), approach: { type: "supervised" } }),
      ...(datasets.length === 0 ? {} : { datasets: datasets.map((ref) => ({ ref })) }),
    },
    ...(metrics.length === 0 ? {} : { quantitativeAnalysis: { performanceMetrics: metrics } }),
    ...(properties.length === 0 ? {} : { properties }),
  };
}

function toPerformance({ name, value, interval }: MetricEstimate, slice?: string) {
  if (value === null) return [];
  return [
    {
      type: name,
      value: String(value),
      ...(slice === undefined ? {} : { slice }),
      ...(interval === null
        ? {}
        : { confidenceInterval: { lowerBound: String(interval[0]), upperBound: String(interval[1]) } }),
    },
  ];
}

function taskOf(task: string): string {
  return task === "regression" ? "regression" : "classification";
}

function parameters({ run }: PackageSources) {
  if (run === undefined) return [];
  const { evidence } = run;
  return [
    { name: "pawl:commit", value: trainingOf(evidence).commit },
    ...Object.entries(evidence.parameters).map(([name, value]) => ({
      name: `pawl:parameter:${name}`,
      value: String(value),
    })),
  ];
}
