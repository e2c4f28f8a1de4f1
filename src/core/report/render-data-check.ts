import type { RenderedCheck, ReportFacts } from "./report-facts.ts";

/** The check run about the data of a pull request; posted on each, so that branch protection never waits for nothing. */
export function renderDataCheck({ data }: ReportFacts): RenderedCheck {
  const datasets = data.flatMap((model) => model.datasets);
  if (datasets.length === 0) {
    const summary = "No file of this pull request is a dataset or a contract.";
    return { status: "completed", conclusion: "success", title: "No data change", summary, text: "", annotations: [] };
  }
  return {
    status: "completed",
    conclusion: "neutral",
    title: "Data touched",
    summary: "Datasets are touched.",
    text: "",
    annotations: [],
  };
}
