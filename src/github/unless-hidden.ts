import { isForbidden, isNotFound } from "./request-failure.ts";

/** What GitHub answers; `undefined` where the token may not see it. */
export async function unlessHidden<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isForbidden(error) || isNotFound(error)) return undefined;
    throw error;
  }
}
