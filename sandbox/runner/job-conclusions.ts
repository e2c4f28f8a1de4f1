import { parseWorkflow } from "../github/workflows/parse-workflow.ts";
import type { Conclusion, JobRecord } from "./act-log.ts";

/** From good to bad; a job of a matrix is as good as the worst of its copies. */
const SEVERITY: readonly Conclusion[] = ["skipped", "success", "cancelled", "failure"];

/**
 * A conclusion for every job of the workflow by the name that GitHub shows it under. Of a job whose condition did not hold
 * act says nothing at all, so it was skipped.
 */
export function jobConclusions(workflow: string, records: readonly JobRecord[]): Record<string, Conclusion> {
  const jobs = parseWorkflow(workflow)?.jobs ?? [];
  return Object.fromEntries(
    jobs.map(({ id, name }) => {
      const copies = records.filter((record) => record.id === id).map(({ conclusion }) => conclusion);
      return [name, copies.reduce(worse, "skipped")];
    }),
  );
}

function worse(one: Conclusion, other: Conclusion): Conclusion {
  return SEVERITY.indexOf(other) > SEVERITY.indexOf(one) ? other : one;
}
