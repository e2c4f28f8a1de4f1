import { isForbidden, isNotFound } from "../github/request-failure.ts";
import type { Workplace } from "./workplace.ts";

/** A repository may have no issues, and an installation may not allow them: the log says it then. */
export async function whereIssuesAre({ log }: Workplace, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isForbidden(error) && !isNotFound(error)) throw error;
    log.warn({ err: error }, "GitHub does not let the App write an issue");
  }
}
