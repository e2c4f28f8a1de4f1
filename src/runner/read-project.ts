import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatConfigIssue } from "../core/config/config-issue.ts";
import { CONFIG_FILE, parseProjectConfig } from "../core/config/parse-project-config.ts";
import type { Project } from "../core/config/project-config.ts";
import { PawlError } from "../core/errors.ts";

const MAX_TOLD = 5;

/** The configuration of a checkout; `undefined` where it has none. Throws `CONFIG_INVALID` with what is wrong in it. */
export function readProject(root: string): Project | undefined {
  const file = join(root, CONFIG_FILE);
  if (!existsSync(file)) return undefined;
  const parsed = parseProjectConfig(readFileSync(file));
  if ("project" in parsed) return parsed.project;
  const [first, ...others] = parsed.issues;
  throw new PawlError({
    code: "CONFIG_INVALID",
    message: first === undefined ? `${CONFIG_FILE} is not valid` : formatConfigIssue(first, CONFIG_FILE),
    hint:
      others.length === 0
        ? undefined
        : others
            .slice(0, MAX_TOLD)
            .map((issue) => formatConfigIssue(issue, CONFIG_FILE))
            .join("\n"),
  });
}
