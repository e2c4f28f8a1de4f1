import { PawlError } from "../../core/errors.ts";

/** A `DATA_UNREADABLE` with its way out. */
export function dataUnreadable(message: string, hint: string, cause?: unknown): PawlError {
  return new PawlError({ code: "DATA_UNREADABLE", message, hint, cause });
}
