import { describe, expect, it } from "vitest";
import { parseWorkflow } from "../../../sandbox/github/workflows/parse-workflow.ts";
import { tokenPermissions } from "../../../sandbox/github/workflows/token-permissions.ts";

const CEILING = { actions: "write", contents: "write", pull_requests: "read", metadata: "read" } as const;

function permissionsOf(top: string, ...jobs: readonly string[]) {
  const listed = jobs.map((job, index) => `  job${String(index)}: { runs-on: x${job} }`);
  const parsed = parseWorkflow(["on: push", top, "jobs:", ...listed].join("\n"));
  return tokenPermissions(parsed?.jobs.map(({ permissions }) => permissions) ?? [], CEILING);
}

describe("the token of a workflow run", () => {
  it.each`
    declared                        | top                                        | jobs                                         | allowed
    ${"nothing"}                    | ${""}                                      | ${[""]}                                      | ${CEILING}
    ${"nothing at all to anybody"}  | ${"permissions: {}"}                       | ${[""]}                                      | ${{ metadata: "read" }}
    ${"one permission"}             | ${"permissions: { contents: read }"}       | ${[""]}                                      | ${{ contents: "read", metadata: "read" }}
    ${"a job's own, which replace"} | ${"permissions: write-all"}                | ${[", permissions: { actions: read }"]}      | ${{ actions: "read", metadata: "read" }}
    ${"two jobs: what either may"}  | ${"permissions: { contents: read }"}       | ${["", ", permissions: { actions: write }"]} | ${{ actions: "write", contents: "read", metadata: "read" }}
    ${"more than there is"}         | ${"permissions: { pull-requests: write }"} | ${[""]}                                      | ${{ pull_requests: "read", metadata: "read" }}
    ${"none of one"}                | ${"permissions: { contents: none }"}       | ${[""]}                                      | ${{ metadata: "read" }}
    ${"read of everything"}         | ${"permissions: read-all"}                 | ${[""]}                                      | ${{ actions: "read", contents: "read", pull_requests: "read", metadata: "read" }}
  `("$declared", ({ top, jobs, allowed }) => {
    expect(permissionsOf(top, ...jobs)).toEqual(allowed);
  });
});
