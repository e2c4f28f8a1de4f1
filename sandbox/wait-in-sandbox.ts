import type { Sandbox } from "./start-sandbox.ts";
import { type Wait, waitFor } from "./wait-for.ts";

/**
 * Waits for something that the App or a job is to do. Fails at once when a process of the sandbox ends.
 * @throws Error with what the App printed last
 */
export async function waitInSandbox<Value>(
  { unexpectedEnd, appOutput }: Pick<Sandbox, "unexpectedEnd" | "appOutput">,
  wait: Wait<Value>,
): Promise<Value> {
  try {
    return await Promise.race([waitFor(wait), unexpectedEnd]);
  } catch (error) {
    const said = appOutput().trim();
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}${said === "" ? "" : `\nThe App printed:\n${said}`}`, { cause: error });
  }
}
