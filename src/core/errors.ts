/** Every way in which Pawl can refuse to go on. Closed, so that tests and callers can be exhaustive. */
export type ErrorCode =
  | "ARTIFACT_REFUSED"
  | "CONFIG_INVALID"
  | "DATA_UNREADABLE"
  | "ENGINE_UNAVAILABLE"
  | "EVIDENCE_INVALID"
  | "EVIDENCE_TOO_LARGE"
  | "GITHUB_REFUSED"
  | "INPUT_INVALID"
  | "LEDGER_CONFLICT"
  | "NOT_FOUND"
  | "PACKAGE_REFUSED"
  | "PREDICTIONS_INVALID"
  | "READER_FAILED"
  | "REGISTRY_REFUSED";

export interface ErrorDetails {
  readonly code: ErrorCode;
  /** One sentence that names the file and the key. */
  readonly message: string;
  /** What the person who made the mistake can do about it. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** An error that a person can act on. A failed gate is a verdict, never one of these. */
export class PawlError extends Error {
  override readonly name = "PawlError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor({ code, message, hint, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** `CODE: sentence` and, on a second line, the way out. */
export function formatError(error: unknown): string {
  if (error instanceof PawlError) {
    return `${error.code}: ${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`;
  }
  return error instanceof Error ? error.message : String(error);
}
