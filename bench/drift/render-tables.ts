import { markdownTable } from "markdown-table";
import { median } from "../measure.ts";
import { DEFECTS, type DefectKind } from "./defects.ts";
import type { WrittenCase } from "./drift-case.ts";
import {
  innocentColumns,
  isDefect,
  isFound,
  isStable,
  type Judged,
  judgedCases,
  matchThreshold,
  namedRate,
  type Rate,
  rateOf,
  runsToDetection,
  withThreshold,
} from "./measures.ts";
import { TOOL_NAMES, type ToolName, toolOf } from "./tools.ts";
import type { ToolVerdicts } from "./verdict-file.ts";

/** What one tool said, for the tables. */
interface Lane {
  readonly name: ToolName;
  readonly title: string;
  readonly judged: readonly Judged[];
}

/** The tables by their names; each is a part of a page. */
export type DriftTables = Readonly<
  Record<"false-alarms" | "power" | "defects" | "matched" | "lasting" | "cost", string>
>;

const KINDS = ["fresh", "varying"] as const;
const SIZES = [200, 1000, 10_000, 50_000] as const;

/** Everything that is measured, from the verdicts alone. */
export function renderTables(
  cases: readonly WrittenCase[],
  verdicts: ReadonlyMap<ToolName, ToolVerdicts>,
): DriftTables {
  const lanes = TOOL_NAMES.flatMap((name): Lane[] => {
    const ofTool = verdicts.get(name);
    return ofTool === undefined ? [] : [{ name, title: toolOf(name).title, judged: judgedCases(cases, ofTool) }];
  });
  return {
    "false-alarms": falseAlarms(lanes),
    power: power(lanes),
    defects: defects(lanes),
    matched: matched(lanes),
    lasting: lasting(lanes),
    cost: cost(lanes),
  };
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([head, ...rows], { align: ["l", ...head.slice(1).map(() => "r" as const)] });
}

/** `.04 [.01–.09] of 53`. */
export function formatRate({ count, total, interval }: Rate): string {
  if (interval === undefined) return "";
  return `${decimal(count / total)} [${interval.map(decimal).join("–")}] of ${String(total)}`;
}

function formatShare({ count, total }: Rate): string {
  return total === 0 ? "" : `${decimal(count / total)} of ${String(total)}`;
}

/** `.04`, `1`, `0`. */
export function decimal(value: number): string {
  const text = value.toFixed(2).replace(/^0\./, ".");
  return text === "1.00" ? "1" : text === ".00" ? "0" : text;
}

function of(judged: readonly Judged[], kind: WrittenCase["kind"], rows?: number): Judged[] {
  return judged.filter(({ written }) => written.kind === kind && (rows === undefined || written.rows === rows));
}

function alarmRate(judged: readonly Judged[]): Rate {
  return rateOf(judged.map(({ verdict }) => verdict.alarm));
}

function falseAlarms(lanes: readonly Lane[]): string {
  const cells = KINDS.flatMap((kind) => SIZES.map((rows) => [kind, rows] as const));
  const head = cells.map(([kind, rows]) => `${kind} ${rows.toLocaleString("en")}`);
  return table(
    ["No drift: share of alarms", ...head, "cases"],
    lanes.map(({ title, judged }) => {
      const untouched = judged.filter(isStable);
      const rates = cells.map(([kind, rows]) => formatRate(alarmRate(of(untouched, kind, rows))));
      return [title, ...rates, String(untouched.length)];
    }),
  );
}

function power(lanes: readonly Lane[]): string {
  const cells = KINDS.flatMap((kind) => [200, 1000, 10_000].map((rows) => [kind, rows] as const));
  const head = cells.map(([kind, rows]) => `${kind} ${rows.toLocaleString("en")}`);
  return table(
    ["Defects found and named", ...head, "all", "right column, of alarms", "innocent columns per alarm", "cases"],
    lanes.map(({ title, judged }) => {
      const spoilt = judged.filter(isDefect);
      const found = (some: readonly Judged[]) => rateOf(some.map(isFound));
      const innocent = innocentColumns(spoilt);
      return [
        title,
        ...cells.map(([kind, rows]) => formatShare(found(of(spoilt, kind, rows)))),
        formatRate(found(spoilt)),
        formatShare(namedRate(spoilt)),
        innocent === undefined ? "" : innocent.toFixed(2),
        String(spoilt.length),
      ];
    }),
  );
}

function defects(lanes: readonly Lane[]): string {
  const wishes = (Object.keys(DEFECTS) as DefectKind[]).flatMap((kind) =>
    DEFECTS[kind].sizes.map((size) => ({ kind, size })),
  );
  const rows = wishes.map(({ kind, size }) => {
    const name = DEFECTS[kind].sizes.length === 1 && size === 1 ? kind : `${kind} ${String(size)}`;
    return [
      name,
      ...lanes.map(({ judged }) => {
        const members = judged.filter(
          (one) =>
            isDefect(one) &&
            one.written.truth.is === "defect" &&
            one.written.truth.kind === kind &&
            one.written.truth.size === size,
        );
        return KINDS.map((some) => {
          const found = of(members, some).map(isFound);
          return found.length === 0 ? "–" : `${String(found.filter(Boolean).length)}/${String(found.length)}`;
        }).join(" · ");
      }),
    ];
  });
  return table(["Found, fresh · varying", ...lanes.map(({ title }) => title)], rows);
}

/** Each tool with the threshold at which its untouched varying batches alarm as often as Pawl's. */
function matched(lanes: readonly Lane[]): string {
  const ours = lanes.find(({ name }) => name === "pawl");
  if (ours === undefined) return "";
  const { count, total } = alarmRate(of(ours.judged.filter(isStable), "varying"));
  const share = total === 0 ? 0 : count / total;
  const rows = lanes.flatMap(({ name, title, judged }) => {
    const isOurs = name === "pawl";
    if (!isOurs && toolOf(name).alarm === "dataset") return [];
    const threshold = isOurs ? 1 : matchThreshold(of(judged.filter(isStable), "varying"), share);
    const swept = isOurs ? judged : withThreshold(judged, threshold);
    const untouched = swept.filter(isStable);
    const spoilt = swept.filter(isDefect);
    return [
      [
        title,
        isOurs ? "its own" : `× ${threshold.toPrecision(3)}`,
        formatShare(alarmRate(of(untouched, "varying"))),
        formatShare(alarmRate(of(untouched, "fresh"))),
        formatRate(rateOf(of(spoilt, "fresh").map(isFound))),
        formatRate(rateOf(of(spoilt, "varying").map(isFound))),
      ],
    ];
  });
  return table(
    [
      "",
      "threshold",
      "false alarms, varying",
      "false alarms, fresh",
      "found and named, fresh",
      "found and named, varying",
    ],
    rows,
  );
}

function lasting(lanes: readonly Lane[]): string {
  const rows = lanes.map(({ title, judged }) => {
    const cells = KINDS.flatMap((kind) => {
      const runs = runsToDetection(of(judged, kind));
      if (runs.length === 0) return ["", "", ""];
      const within = (limit: number) => runs.filter((run) => run !== undefined && run <= limit).length / runs.length;
      return [decimal(within(1)), decimal(within(2)), decimal(within(5))];
    });
    const change = judged.filter(({ written }) => written.truth.is === "changed");
    const found = change.filter(isFound).length;
    return [title, ...cells, change.length === 0 ? "" : `${String(found)}/${String(change.length)}`];
  });
  const head = KINDS.flatMap((kind) => [1, 2, 5].map((run) => `${kind}, by run ${String(run)}`));
  return table(["A defect that lasts is found", ...head, "May or June against January or February"], rows);
}

function cost(lanes: readonly Lane[]): string {
  const rows = lanes.map(({ title, judged }) => {
    const cells = SIZES.map((size) => {
      // Twenty batches each, eight of 50,000 rows: the same for all.
      const members = judged.filter(
        ({ written }) => written.rows === size && written.batches === (size === 50_000 ? 8 : 20),
      );
      if (members.length === 0) return "";
      const seconds = median(members.map(({ verdict }) => verdict.seconds));
      const peak = median(members.map(({ verdict }) => verdict.peakMiB));
      return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(0)} s, ${peak.toFixed(0)} MiB`;
    });
    return [title, ...cells];
  });
  const head = SIZES.map((size) => `${size === 50_000 ? "9" : "21"} × ${size.toLocaleString("en")} rows`);
  return table(["Median CPU time and peak memory", ...head], rows);
}
