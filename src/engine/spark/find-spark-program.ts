import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { PawlError } from "../../core/errors.ts";

const PROGRAM = join("src", "engine", "spark", "answer_statements.py");

/**
 * Path of the Python program, which lies beside this file whether that runs itself or is part of a bundle in a folder
 * further in. Throws `ENGINE_UNAVAILABLE`.
 */
export function findSparkProgram(from: string): string {
  const path = join(from, PROGRAM);
  if (existsSync(path)) return path;
  const above = dirname(from);
  if (above !== from) return findSparkProgram(above);
  throw new PawlError({ code: "ENGINE_UNAVAILABLE", message: `${PROGRAM} is not where Pawl is installed` });
}
