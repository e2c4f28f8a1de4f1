import type { Resources, RunEvidence } from "../evidence/run-evidence.ts";
import { formatCode } from "./format-code.ts";
import { formatDuration, formatMebibytes, formatNumber, formatSigned } from "./format-number.ts";
import type { ModelReport } from "./model-report.ts";

/** `**What it cost** · 9 s instead of 4 s · peak memory 610 MiB (+180 MiB) · no GPU` */
export function renderCostLine({ facts, run }: ModelReport): string {
  if (run === undefined) return "";
  const { reused, resources } = run.document;
  if (reused !== undefined) {
    return `**What it cost** · nothing: the inputs are those of run ${String(reused.workflowRunNumber)}, which took ${formatDuration(resources.wallSeconds)}`;
  }
  const before = facts.baseline?.run?.document.resources;
  const parts = [time(resources, before), memory(resources, before), ...gpu(run.document), ...money(resources, before)];
  return `**What it cost** · ${parts.filter((part) => part !== "").join(" · ")}`;
}

function time({ wallSeconds }: Resources, before: Resources | undefined): string {
  const now = formatDuration(wallSeconds);
  if (before === undefined) return now;
  const then = formatDuration(before.wallSeconds);
  return then === now ? `${now}, as before` : `${now} instead of ${then}`;
}

function memory({ memoryMiB }: Resources, before: Resources | undefined): string {
  if (memoryMiB === undefined) return "";
  const earlier = before?.memoryMiB?.max;
  const change = earlier === undefined ? 0 : Math.round(memoryMiB.max - earlier);
  const sign = change > 0 ? "+" : "−";
  return `peak memory ${formatMebibytes(memoryMiB.max)}${change === 0 ? "" : ` (${sign}${formatMebibytes(Math.abs(change))})`}`;
}

function gpu({ resources, environment }: RunEvidence): string[] {
  const gpus = resources.gpus ?? [];
  if (gpus.length === 0) return environment.gpu === undefined ? ["no GPU"] : ["GPU not measured"];
  const busy = gpus.reduce((sum, { utilizationPercent }) => sum + utilizationPercent.p50, 0) / gpus.length;
  const used = Math.max(...gpus.map(({ memoryMiB }) => memoryMiB.max));
  const energy = resources.gpuEnergyWattHours;
  return [
    `${gpus.length === 1 ? "GPU" : `${String(gpus.length)} GPUs`} ${busy.toFixed(0)} % busy (median), ${formatMebibytes(used)} of its memory`,
    ...(energy === undefined ? [] : [`${formatNumber(energy)} Wh`]),
  ];
}

function money({ cost }: Resources, before: Resources | undefined): string[] {
  if (cost === undefined) return [];
  const earlier = before?.cost?.currency === cost.currency ? before.cost.amount : undefined;
  const change = earlier === undefined || earlier === cost.amount ? "" : ` (${formatSigned(cost.amount - earlier, 2)})`;
  return [`${formatNumber(cost.amount, 2)} ${formatCode(cost.currency)}${change}`];
}
