import { markdownTable } from "markdown-table";
import { METRICS } from "../src/core/evaluation/metric-catalogue.ts";

/** The catalogue of metrics as the Markdown table of docs/configuration.md. */
export function metricTable(): string {
  const rows = Object.entries(METRICS).map(([name, { direction, tasks, aliases }]) => [
    `\`${name}\``,
    direction,
    tasks.join(", "),
    aliases.map((alias) => `\`${alias}\``).join(", "),
  ]);
  return markdownTable([["Name", "Better is", "Computed for", "Also written"], ...rows], { alignDelimiters: false });
}
