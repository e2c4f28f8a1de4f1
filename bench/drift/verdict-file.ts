import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { WrittenCase } from "./drift-case.ts";
import { listCases } from "./list-cases.ts";
import { toWritten } from "./open-base.ts";
import { TOOL_NAMES, type ToolName, toolOf } from "./tools.ts";

const VERDICTS = join(import.meta.dirname, "verdicts");

/** What one tool said of one case. */
export interface Verdict {
  readonly alarm: boolean;
  /** `inconclusive` is no alarm. */
  readonly inconclusive: boolean;
  /** The columns that it names. */
  readonly named: readonly string[];
  /** How far over the tool's own threshold each column of the case is, in their order: 1 is at it. */
  readonly scores: readonly (number | null)[];
  /** CPU time of reading the files and judging them. */
  readonly seconds: number;
  /** Peak of the process. */
  readonly peakMiB: number;
}

/** Of a verdict; `inconclusive` is no alarm. */
const SAID = ["no alarm", "alarm", "inconclusive"] as const;

/** One line of a tool's file: the case, what was said (a place in `SAID`), columns by their places, scores, seconds, MiB. */
const Line = z.tuple([
  z.string(),
  z
    .number()
    .int()
    .min(0)
    .max(SAID.length - 1),
  z.array(z.number().int()),
  z.array(z.number().nullable()),
  z.number(),
  z.number(),
]);
/** The case, and why there is no verdict. */
const Failure = z.tuple([z.string(), z.string()]);
/** One line of the cases' file: the case, its digest, its columns, and places of those that have the defect. */
const CaseLine = z.tuple([z.string(), z.string(), z.array(z.string()), z.array(z.number().int())]);

/** A tool may fail on a case: then it has no verdict, and why is kept. */
export type ToolVerdicts = ReadonlyMap<string, Verdict | { readonly failed: string }>;

/** What is not known of a case before it is drawn. */
export async function saveCases(cases: readonly WrittenCase[]): Promise<void> {
  const kept = cases.map(({ id, digest, columns, truth }) => {
    const spoilt = truth.is === "defect" ? truth.columns : [];
    return [id, digest, columns, placesOf(spoilt, columns)];
  });
  await writeFile(pathOf("cases"), lines(kept));
}

/** The cases that the verdicts in the repository are of. */
export function readCases(): WrittenCase[] {
  const listed = new Map(listCases().map((one) => [one.id, one]));
  return readLines("cases").flatMap((line): WrittenCase[] => {
    const [id, digest, columns, spoilt] = CaseLine.parse(line);
    const one = listed.get(id);
    if (one === undefined) return [];
    return [toWritten(one, { digest, columns, spoilt: namesAt(spoilt, columns) })];
  });
}

export async function saveVerdicts(
  tool: ToolName,
  verdicts: ToolVerdicts,
  cases: readonly WrittenCase[],
): Promise<void> {
  const kept = cases.flatMap(({ id, columns }): unknown[] => {
    const verdict = verdicts.get(id);
    if (verdict === undefined) return [];
    if ("failed" in verdict) return [[id, verdict.failed]];
    const { alarm, inconclusive, named, scores, seconds, peakMiB } = verdict;
    const said = SAID.indexOf(alarm ? "alarm" : inconclusive ? "inconclusive" : "no alarm");
    const known = scores.some((score) => score !== null) ? scores : [];
    return [[id, said, placesOf(named, columns), known, seconds, peakMiB]];
  });
  await writeFile(pathOf(tool), lines(kept));
}

/** Verdicts of the repository; empty where the tool has none. */
export function readVerdicts(tool: ToolName, cases: readonly WrittenCase[]): ToolVerdicts {
  const columnsOf = new Map(cases.map((one) => [one.id, one.columns]));
  return new Map(
    readLines(tool).map((line): [string, Verdict | { failed: string }] => {
      const failure = Failure.safeParse(line);
      if (failure.success) return [failure.data[0], { failed: failure.data[1] }];
      const [id, said, named, scores, seconds, peakMiB] = Line.parse(line);
      const columns = columnsOf.get(id) ?? [];
      return [
        id,
        {
          alarm: SAID[said] === "alarm",
          inconclusive: SAID[said] === "inconclusive",
          named: namesAt(named, columns),
          scores: columns.map((_, index) => scores[index] ?? null),
          seconds,
          peakMiB,
        },
      ];
    }),
  );
}

function placesOf(names: readonly string[], columns: readonly string[]): number[] {
  return names.map((name) => columns.indexOf(name)).filter((place) => place >= 0);
}

function namesAt(places: readonly number[], columns: readonly string[]): string[] {
  return places.flatMap((place) => columns[place] ?? []);
}

/** What the repository has of all tools. */
export function readAllVerdicts(cases: readonly WrittenCase[]): Map<ToolName, ToolVerdicts> {
  const files = TOOL_NAMES.filter((name) => toolOf(name).sameAs === undefined);
  return asLanes(new Map(files.map((name) => [name, readVerdicts(name, cases)])));
}

/** A lane for each tool of the tables, in their order: the verdicts of one tool may be read in two ways. */
export function asLanes(verdicts: ReadonlyMap<ToolName, ToolVerdicts>): Map<ToolName, ToolVerdicts> {
  const lanes = new Map<ToolName, ToolVerdicts>();
  for (const name of TOOL_NAMES) {
    const { sameAs, alarm } = toolOf(name);
    const ofTool = verdicts.get(sameAs ?? name);
    if (ofTool === undefined || ofTool.size === 0) continue;
    // A verdict about columns is read from them alone, whatever the tool says of the data as a whole.
    lanes.set(name, alarm === "columns" ? new Map([...ofTool].map(([id, one]) => [id, byColumns(one)])) : ofTool);
  }
  return lanes;
}

function byColumns(verdict: Verdict | { readonly failed: string }): Verdict | { readonly failed: string } {
  return "failed" in verdict ? verdict : { ...verdict, alarm: verdict.named.length > 0 };
}

function pathOf(name: string): string {
  return join(VERDICTS, `${name}.jsonl`);
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

function readLines(name: string): unknown[] {
  const path = pathOf(name);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}
