import { formatCode } from "../report/format-code.ts";
import { formatDay, formatNumber } from "../report/format-number.ts";
import type { Window } from "./monitoring.ts";
import type { WindowsShown } from "./render-windows.ts";
import { sortWindows } from "./sort-windows.ts";
import { windowSize } from "./window-size.ts";

/**
 * The newest windows in one line of Markdown, oldest first: `▁▂▅✕▇`, what the newest one is, and how many drifted. A block up
 * to ▄ is below what counts, from ▅ on it counts; ✕ is a broken feed, · could not be told. One such line for each dataset,
 * parted by a semicolon.
 */
export function renderWindowLine(windows: readonly Window[], { atMost }: WindowsShown): string {
  const datasets = [...new Set(sortWindows(windows).map(({ dataset }) => dataset))].sort((a, b) =>
    (a ?? "").localeCompare(b ?? ""),
  );
  if (datasets.length === 0) return "no windows yet";
  return datasets
    .map((dataset) => {
      const own = sortWindows(windows.filter((window) => window.dataset === dataset)).slice(0, atMost);
      return `${datasets.length === 1 || dataset === undefined ? "" : `${formatCode(dataset)} `}${lineOf(own)}`;
    })
    .join("; ");
}

function lineOf(windows: readonly Window[]): string {
  const [newest] = windows;
  if (newest === undefined) return "";
  const blocks = windows.toReversed().map(blockOf).join("");
  const drifted = windows.filter(({ verdict, broken }) => verdict === "drift" && !broken).length;
  const broken = windows.filter((window) => window.broken).length;
  const counts = [
    `${String(drifted)} of ${String(windows.length)} drifted`,
    ...(broken === 0 ? [] : [`${String(broken)} broken`]),
  ];
  return `\`${blocks}\` ${formatDay(newest.slot)}: ${newestWords(newest)} (${counts.join(", ")})`;
}

function newestWords(window: Window): string {
  const most = windowSize(window);
  const size =
    most === undefined
      ? ""
      : `, ${formatCode(most.score.column)} ${formatNumber(most.size, most.size >= 10 ? 0 : 1)} × bound`;
  if (window.broken) return "broken feed";
  if (window.verdict === "drift") return `drift${size}`;
  return window.verdict === "stable" ? "stable" : "cannot tell";
}

const BELOW = ["▁", "▂", "▃", "▄"] as const;

function blockOf(window: Window): string {
  if (window.broken) return "✕";
  if (window.verdict === "inconclusive") return "·";
  const size = windowSize(window)?.size ?? 0;
  if (window.verdict === "stable") return BELOW[Math.min(3, Math.floor(4 * size))] ?? "▁";
  if (size < 1.5) return "▅";
  return size < 2 ? "▆" : size < 4 ? "▇" : "█";
}
