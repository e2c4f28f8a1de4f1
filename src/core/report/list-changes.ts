import type { DatasetIdentity, ParameterValue, RunEvidence } from "../evidence/run-evidence.ts";

export interface Change {
  readonly name: string;
  /** Absent: it is new. */
  readonly before: string | undefined;
  /** Absent: it is gone. */
  readonly after: string | undefined;
}

export interface RunChanges {
  readonly parameters: readonly Change[];
  readonly data: readonly Change[];
  /** Data sets that are what they were. */
  readonly sameData: readonly DatasetIdentity[];
  readonly packages: readonly Change[];
  /** Python, CUDA, GPU, processors. */
  readonly machine: readonly Change[];
  readonly commandChanged: boolean;
}

/** What is different between two runs, from their own records. */
export function listChanges(before: RunEvidence, after: RunEvidence): RunChanges {
  const dataBefore = fingerprints(before);
  const dataAfter = fingerprints(after);
  return {
    parameters: compareRecords(mapValues(before.parameters, showParameter), mapValues(after.parameters, showParameter)),
    data: compareRecords(dataBefore, dataAfter),
    sameData: after.data.filter(({ name }) => dataBefore.get(name) === dataAfter.get(name)),
    packages: compareRecords(
      new Map(Object.entries(before.environment.python?.packages ?? {})),
      new Map(Object.entries(after.environment.python?.packages ?? {})),
    ),
    machine: compareRecords(describeMachine(before), describeMachine(after)),
    commandChanged: before.command !== after.command,
  };
}

/** What was changed, then what is new, then what is gone; each by name. */
function compareRecords(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const kind = ({ before: old, after: now }: Change) => (old === undefined ? 1 : now === undefined ? 2 : 0);
  return names
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }))
    .filter((change) => change.before !== change.after)
    .toSorted((a, b) => kind(a) - kind(b));
}

function mapValues<Value>(
  values: Readonly<Record<string, Value>>,
  show: (value: Value) => string,
): Map<string, string> {
  return new Map(Object.entries(values).map(([name, value]) => [name, show(value)]));
}

/** Text as it is, so that `0.1` and the number 0.1 look alike; the empty text has to be seen. */
function showParameter(value: ParameterValue): string {
  return value === "" ? '""' : String(value);
}

function fingerprints({ data }: RunEvidence): Map<string, string> {
  return new Map(data.map(({ name, algorithm, value }) => [name, `${algorithm}:${value}`]));
}

function describeMachine({ environment }: RunEvidence): Map<string, string> {
  const { python, gpu, cpuCount } = environment;
  return new Map([
    ...(python === undefined ? [] : [["Python", python.version] as const]),
    ...(gpu?.cuda === undefined ? [] : [["CUDA", gpu.cuda] as const]),
    ...(gpu === undefined
      ? []
      : [["GPU driver", gpu.driver] as const, ["GPU", gpu.devices.map(({ name }) => name).join(" + ")] as const]),
    ["processors", String(cpuCount)] as const,
  ]);
}
