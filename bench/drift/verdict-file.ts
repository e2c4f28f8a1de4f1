import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { DEFECTS, type DefectKind } from "./defects.ts";
import type { WrittenCase } from "./drift-case.ts";
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

/** One line of a file: a verdict with columns as places. */
const Line = z.tuple([
  z.string(),
  z.strictObject({
    alarm: z.boolean(),
    inconclusive: z.literal(true).optional(),
    named: z.array(z.number().int()),
    scores: z.array(z.number().nullable()),
    seconds: z.number(),
    peakMiB: z.number(),
  }),
]);
const Failure = z.tuple([z.string(), z.strictObject({ failed: z.string() })]);

const Truth = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("stable") }),
  z.strictObject({ is: z.literal("changed") }),
  z.strictObject({
    is: z.literal("defect"),
    kind: z.custom<DefectKind>((value) => typeof value === "string" && Object.hasOwn(DEFECTS, value)),
    size: z.number(),
    columns: z.array(z.string()),
  }),
]);
const Case = z.strictObject({
  id: z.string(),
  kind: z.enum(["fresh", "varying"]),
  source: z.enum(["simulation", "flights"]),
  variation: z.custom<WrittenCase["variation"]>((value) => typeof value === "string"),
  rows: z.number(),
  batches: z.number(),
  run: z.number(),
  truth: Truth,
  columns: z.array(z.string()),
  digest: z.string(),
});

/** A tool may fail on a case: then it has no verdict, and why is kept. */
export type ToolVerdicts = ReadonlyMap<string, Verdict | { readonly failed: string }>;

export async function saveCases(cases: readonly WrittenCase[]): Promise<void> {
  await writeFile(pathOf("cases"), lines(cases));
}

/** The cases that the verdicts in the repository are of. */
export function readCases(): WrittenCase[] {
  return readLines("cases").map((line) => Case.parse(line));
}

export async function saveVerdicts(
  tool: ToolName,
  verdicts: ToolVerdicts,
  cases: readonly WrittenCase[],
): Promise<void> {
  const kept = cases.flatMap((one): unknown[] => {
    const verdict = verdicts.get(one.id);
    if (verdict === undefined) return [];
    if ("failed" in verdict) return [[one.id, verdict]];
    const { inconclusive, named, ...rest } = verdict;
    const places = named.map((name) => one.columns.indexOf(name)).filter((place) => place >= 0);
    return [[one.id, { ...rest, ...(inconclusive ? { inconclusive } : {}), named: places }]];
  });
  await writeFile(pathOf(tool), lines(kept));
}

/** Verdicts of the repository; empty where the tool has none. */
export function readVerdicts(tool: ToolName, cases: readonly WrittenCase[]): ToolVerdicts {
  const columns = new Map(cases.map((one) => [one.id, one.columns]));
  return new Map(
    readLines(tool).map((line): [string, Verdict | { failed: string }] => {
      const failure = Failure.safeParse(line);
      if (failure.success) return failure.data;
      const [id, { inconclusive = false, named, ...rest }] = Line.parse(line);
      const names = columns.get(id) ?? [];
      return [id, { ...rest, inconclusive, named: named.flatMap((place) => names[place] ?? []) }];
    }),
  );
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
