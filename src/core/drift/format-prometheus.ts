/** One number of one gauge. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Everything that one name says. */
export interface MetricFamily {
  /** `pawl_drift_effect`; of lower-case letters and underscores. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/**
 * Gauges in Prometheus' text format, version 0.0.4. A family without samples is left out, and of samples with the same labels
 * only the first stays: a server that reads the text refuses all of it otherwise.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function formatPrometheus(families: readonly MetricFamily[]): string {
  return families
    .map(({ name, help, samples }) => {
      const lines = new Map<string, number>();
      for (const { labels, value } of samples) {
        const series = `${name}${formatLabels(labels)}`;
        if (!lines.has(series)) lines.set(series, value);
      }
      if (lines.size === 0) return "";
      const head = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} gauge\n`;
      return `${head}${[...lines].map(([series, value]) => `${series} ${formatValue(value)}\n`).join("")}`;
    })
    .join("");
}

function formatLabels(labels: MetricSample["labels"]): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escapeLabel(value: string): string {
  return escapeHelp(value).replaceAll('"', '\\"');
}

/** Half a surrogate pair is no UTF-8, and a carriage return ends a line for some readers. */
function escapeHelp(value: string): string {
  return value
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll("\r", " ")
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n");
}

function formatValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}
