import { markdownTable } from "markdown-table";
import type { Comparison, Outcome } from "./compare-contestants.ts";
import type { Usage } from "./measure-process.ts";

const HEAD = ["", "Wall", "CPU", "Peak", "CPU, times the first", "Peak, times the first", "Runs", "What it computes"];

/** A heading and a table; the ratios are to the first row, which is Pawl's. */
export function renderComparison({ title, outcomes }: Comparison): string {
  const first = outcomes[0]?.usage;
  const body = outcomes.map((outcome, index) => toCells(outcome, index === 0 ? undefined : first));
  return `## ${title}\n\n${markdownTable([HEAD, ...body], { align: ["l", "r", "r", "r", "r", "r", "r", "l"] })}`;
}

function toCells({ name, usage, runs, note }: Outcome, first: Usage | undefined): string[] {
  const text = note.replaceAll("|", "/");
  if (usage === undefined) return [name, "", "", "", "", "", "", text];
  const { wallSeconds, cpuSeconds, peakMiB } = usage;
  const figures = [`${wallSeconds.toFixed(2)} s`, `${cpuSeconds.toFixed(2)} s`, `${peakMiB.toFixed(0)} MiB`];
  const ratios = first === undefined ? ["", ""] : [ratio(cpuSeconds, first.cpuSeconds), ratio(peakMiB, first.peakMiB)];
  return [name, ...figures, ...ratios, String(runs), text];
}

function ratio(theirs: number, ours: number): string {
  const times = theirs / ours;
  return times >= 10 ? times.toFixed(0) : times.toFixed(2);
}
