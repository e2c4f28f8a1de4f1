import type { Profile } from "../../dataset/profile.ts";
import { sameFrame, sameKind } from "../../dataset/same-frame.ts";
import type { DriftFinding } from "../../evidence/drift-evidence.ts";
import { toSafeLabel } from "../../evidence/limits.ts";
import { alignColumns } from "../align-columns.ts";
import { DEFAULT_DRIFT_RULE, type DriftBounds } from "../drift-rule.ts";
import { measureAspects } from "../measure-aspects.ts";
import type { NamedProfile } from "../named-profile.ts";
import { sinceWhen } from "./since-when.ts";

export interface TraceRequest {
  /** What the current data were judged against, oldest first. */
  readonly reference: readonly NamedProfile[];
  /**
   * What came before the current data, oldest first, whether it drifted or not. Batches of the reference have their name
   * from there; those that are not among them are older.
   */
  readonly windows: readonly NamedProfile[];
  readonly current: NamedProfile;
  readonly bounds?: Partial<DriftBounds> | undefined;
}

/** With fewer batches before the current one nothing can be said. */
const LEAST_WINDOWS = 4;

/**
 * The findings, and of each that drifts since which batch it does: the place at which its own measure changed over all
 * batches. `since` is the current batch's name where the change is not older.
 */
export function traceFindings(findings: readonly DriftFinding[], request: TraceRequest): readonly DriftFinding[] {
  const timeline = arrange(request);
  if (timeline.length <= LEAST_WINDOWS || findings.every(({ verdict }) => verdict !== "drift")) return findings;
  const known = new Map<string, string | undefined>();
  return findings.map((finding) => {
    // Of the slices of earlier batches nothing is known.
    if (finding.verdict !== "drift" || finding.slice !== undefined) return finding;
    const key = JSON.stringify([finding.columns, finding.aspect]);
    if (!known.has(key)) known.set(key, findSince(finding, timeline, request));
    const since = known.get(key);
    return since === undefined ? finding : { ...finding, since: toSafeLabel(since, 500) };
  });
}

/** Every batch once, oldest first, the current one last. */
function arrange({ reference, windows, current }: TraceRequest): readonly NamedProfile[] {
  const names = new Set(windows.map(({ name }) => name));
  return [...reference.filter(({ name }) => !names.has(name)), ...windows, current];
}

function findSince(
  finding: DriftFinding,
  timeline: readonly NamedProfile[],
  request: TraceRequest,
): string | undefined {
  const places: { readonly name: string; readonly effect: number }[] = [];
  const measured = measure(finding, request);
  for (const batch of timeline) {
    const effect = measured(batch);
    if (effect !== undefined) places.push({ name: batch.name, effect });
  }
  if (places.length <= LEAST_WINDOWS) return undefined;
  return places[sinceWhen(places.map(({ effect }) => effect))]?.name;
}

/** The finding's own measure of any batch; `undefined` of one that it cannot be measured of. */
function measure(
  { columns, aspect }: DriftFinding,
  { reference, bounds }: TraceRequest,
): (batch: NamedProfile) => number | undefined {
  if (aspect === "column") return ({ profile }) => (columns.every((name) => hasValues(profile, name)) ? 0 : 1);
  const positions = new Map(reference.map(({ name }, position) => [name, position]));
  const effectsWith = (current: Profile) => {
    if (!isComparable(columns, reference, current)) return undefined;
    const aligned = alignColumns(reference, current, columns.length === 0 ? undefined : columns);
    const series = measureAspects({
      aligned: columns.length === 0 ? { ...aligned, columns: [] } : aligned,
      reference: reference.map(({ profile }) => profile),
      current,
      bounds: { ...DEFAULT_DRIFT_RULE.bounds, ...bounds },
      roles: {},
      wholeRows: columns.length === 0,
    });
    return series.find((one) => one.aspect === aspect && one.columns.join("\n") === columns.join("\n"))?.effects;
  };
  // Of the reference batches all at once; that of any batch beside them does not depend on the current one.
  let ofReference: ArrayLike<number> | undefined;
  return ({ name, profile }) => {
    const position = positions.get(name);
    if (position === undefined) {
      const effects = effectsWith(profile);
      ofReference ??= effects;
      return effects?.[reference.length];
    }
    ofReference ??= effectsWith(profile);
    return ofReference?.[position];
  };
}

function hasValues({ columns, rows }: Profile, name: string): boolean {
  const column = columns.find((one) => one.name === name);
  return column !== undefined && (rows === 0 || column.nulls < rows);
}

/** Of profiles that are on another frame nothing can be measured. */
function isComparable(columns: readonly string[], reference: readonly NamedProfile[], current: Profile): boolean {
  return columns.every((name) => {
    const now = current.columns.find((column) => column.name === name);
    if (now === undefined) return false;
    const before = reference.flatMap(({ profile }) => profile.columns.filter((column) => column.name === name));
    const alike = before.filter((column) => sameKind(column, now));
    return alike.length > 0 && alike.every((column) => sameFrame(column, now));
  });
}
