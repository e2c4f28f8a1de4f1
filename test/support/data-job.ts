import { fileURLToPath } from "node:url";
import { type ActionJob, createActionJob, type EndedAction } from "./action-job.ts";

const CONFIG = `models:
  late-flights:
    paths: [src/**]
    primary-metric: roc-auc
    data:
      - name: flights
        path: data/flights.csv
        contract: data/flights.odcs.yaml
        label: late
        show-categories: [aircraft]
`;

/** What the flights have to be like: two rules that fail, and one that warns. */
export const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
id: flights
version: 1.0.0
status: active
schema:
  - name: flights
    properties:
      - name: delay
        logicalType: integer
        required: true
        logicalTypeOptions:
          minimum: -1440
          maximum: 2880
      - name: origin
        logicalType: string
        quality:
          - metric: invalidValues
            arguments: { validValues: [HNL, JFK] }
            mustBe: 0
            severity: error
      - name: aircraft
        logicalType: string
        quality:
          - metric: invalidValues
            arguments: { validValues: [A320, B737] }
            mustBe: 0
            severity: warning
      - name: late
        logicalType: boolean
`;

/** So many flights as CSV; every number of them begins with the same rows. */
export function flights(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const delay = ((index * 37) % 101) - 20;
    return `${String(delay === 1 ? 2 : delay)},${index % 2 === 0 ? "HNL" : "JFK"},${index % 5 === 0 ? "AA" : "UA"},${index % 3 === 0 ? "A320" : "B737"},${String(delay > 15)}`;
  });
  return `delay,origin,carrier,aircraft,late\n${["1,JFK,AA,B737,false", ...lines.slice(1)].join("\n")}\n`;
}

export interface DataJob extends ActionJob {
  readonly run: (command: string, inputs: Record<string, string>, env?: Record<string, string>) => Promise<EndedAction>;
}

// The bundle lies outside of the repository here: the engine beside the tests is given to it.
const ENGINE = { PAWL_DUCKDB: fileURLToPath(new URL("../..", import.meta.url)) };

/** A job in a checkout with a dataset of 200 flights that keeps its contract. */
export function createDataJob(bundle: string, files: Readonly<Record<string, string>> = {}): DataJob {
  const job = createActionJob(bundle, {
    ".github/pawl.yml": CONFIG,
    "data/flights.csv": flights(200),
    "data/flights.odcs.yaml": CONTRACT,
    ...files,
  });
  return { ...job, run: (command, inputs, env = {}) => job.start(command, inputs, { ...ENGINE, ...env }).ended };
}
