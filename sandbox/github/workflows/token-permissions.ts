import { z } from "zod";
import type { Level, Permissions } from "../state.ts";

/** `permissions:` of a workflow or a job. */
export const DeclaredPermissions = z
  .union([z.enum(["read-all", "write-all"]), z.record(z.string(), z.enum(["read", "write", "none"]))])
  .nullable();
export type DeclaredPermissions = z.infer<typeof DeclaredPermissions>;

/**
 * What the `GITHUB_TOKEN` of a workflow run may do: at most `ceiling`, and no more than its jobs declare. A job that
 * declares nothing (`undefined`, also at the top of the workflow) gets everything. The runner hands one token to all
 * jobs, so it may what any of them may.
 */
export function tokenPermissions(
  jobs: readonly (DeclaredPermissions | undefined)[],
  ceiling: Permissions,
): Permissions {
  const allowed = Object.entries(ceiling).flatMap(([name, most]): [string, Level][] => {
    const levels = jobs.map((declared) => levelOf(name, most, declared));
    if (levels.includes("write")) return [[name, "write"]];
    return levels.includes("read") ? [[name, "read"]] : [];
  });
  return { ...Object.fromEntries(allowed), metadata: "read" };
}

function levelOf(name: string, most: Level, declared: DeclaredPermissions | undefined): Level | "none" {
  if (declared === undefined || declared === "write-all") return most;
  if (declared === null) return "none";
  if (declared === "read-all") return "read";
  const level = declared[name.replaceAll("_", "-")] ?? "none";
  return level === "write" ? most : level;
}
