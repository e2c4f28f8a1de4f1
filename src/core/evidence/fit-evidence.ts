import { PawlError } from "../errors.ts";
import { addNotes } from "./add-notes.ts";
import { toSafeText } from "./limits.ts";
import { type FileIdentity, RunEvidence } from "./run-evidence.ts";
import { serializeEvidence } from "./statement.ts";

export interface FittedEvidence {
  readonly evidence: RunEvidence;
  /** The bytes to upload. */
  readonly text: string;
}

/**
 * A document that is accepted, whatever went into it: what breaks a rule is left out, what makes it too large is thinned
 * in an order from what a reader misses least, and a note says so each time. A run may have cost days; a metric with a
 * control character in its name must not lose it. Throws `EVIDENCE_INVALID` only where the identity itself is unusable.
 */
export function fitEvidence(evidence: RunEvidence): FittedEvidence {
  let fitted = dropInvalid(evidence);
  for (const step of [undefined, ...THINNING]) {
    if (step !== undefined) fitted = withNotes(step.apply(fitted), [step.note]);
    try {
      return { evidence: fitted, text: serializeEvidence(fitted) };
    } catch (error) {
      if (!(error instanceof PawlError) || error.code !== "EVIDENCE_TOO_LARGE") throw error;
    }
  }
  return { evidence: fitted, text: serializeEvidence(fitted) };
}

interface Thinning {
  readonly note: string;
  readonly apply: (evidence: RunEvidence) => RunEvidence;
}

const THINNING: readonly Thinning[] = [
  {
    note: "The document was too large: its curves were thinned to 50 points.",
    apply: (evidence) => ({ ...evidence, curves: evidence.curves.map((curve) => thinCurve(curve, 50)) }),
  },
  { note: "The document was too large: the list of Python packages was left out.", apply: withoutPackages },
  {
    note: "The document was too large: only the first 100 output files are listed.",
    apply: (evidence) => ({ ...evidence, outputs: evidence.outputs.slice(0, 100) }),
  },
  {
    note: "The document was too large: texts among the parameters were cut to 100 characters.",
    apply: (evidence) => ({
      ...evidence,
      parameters: mapValues(evidence.parameters, (value) =>
        typeof value === "string" ? toSafeText(value, 100) : value,
      ),
    }),
  },
  {
    note: "The document was too large: its curves were left out.",
    apply: (evidence) => ({ ...evidence, curves: [] }),
  },
  {
    note: "The document was too large: parameters and the list of output files were left out.",
    apply: (evidence) => ({ ...evidence, parameters: {}, outputs: [] }),
  },
];

function thinCurve(curve: RunEvidence["curves"][number], points: number): RunEvidence["curves"][number] {
  const last = curve.steps.length - 1;
  if (last < points) return curve;
  // First and last point stay.
  const kept = Array.from({ length: points }, (_, index) => Math.round((index * last) / (points - 1)));
  return {
    ...curve,
    steps: kept.map((index) => curve.steps[index] ?? 0),
    values: kept.map((index) => curve.values[index] ?? 0),
  };
}

function withoutPackages(evidence: RunEvidence): RunEvidence {
  const { python } = evidence.environment;
  if (python === undefined) return evidence;
  return { ...evidence, environment: { ...evidence.environment, python: { ...python, packages: {} } } };
}

type Part = "parameters" | "metrics" | "data" | "curves" | "outputs";

function dropInvalid(evidence: RunEvidence): RunEvidence {
  const notes: string[] = [];
  const note = (part: string, count: number): void => {
    if (count > 0) notes.push(`${String(count)} of the ${part} could not be recorded and are left out.`);
  };
  const record = <Value>(part: Part, entries: Readonly<Record<string, Value>>): Record<string, Value> => {
    const schema = RunEvidence.shape[part];
    const valid = Object.entries(entries).filter(([key, value]) => schema.safeParse({ [key]: value }).success);
    const kept = valid.slice(0, 1000);
    note(part, Object.keys(entries).length - kept.length);
    return Object.fromEntries(kept);
  };
  const list = <Value>(part: Part, items: readonly Value[], max: number): Value[] => {
    const schema = RunEvidence.shape[part];
    const kept = items.filter((item) => schema.safeParse([item]).success).slice(0, max);
    note(part, items.length - kept.length);
    return kept;
  };
  const dropped: RunEvidence = {
    ...evidence,
    parameters: record("parameters", evidence.parameters),
    metrics: record("metrics", evidence.metrics),
    data: list("data", evidence.data, 100),
    curves: list("curves", evidence.curves, 100),
    outputs: list<FileIdentity>("outputs", evidence.outputs, 1000),
  };
  return withNotes(dropped, notes);
}

function withNotes(evidence: RunEvidence, notes: readonly string[]): RunEvidence {
  return { ...evidence, notes: addNotes(evidence.notes, notes) };
}

function mapValues<Value>(
  entries: Readonly<Record<string, Value>>,
  map: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, map(value)]));
}
