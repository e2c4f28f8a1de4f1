/** HTTP status of a failed request; `undefined` for anything that is not one. Octokit reports a dropped connection as 500. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}

/** What GitHub said about a failed request, as it came: foreign text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

/** GitHub has no such thing, or does not show it to us. */
export function isNotFound(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 410;
}

/** GitHub says that we may not: a permission that was not granted, a suspended installation, an archived repository. */
export function isForbidden(error: unknown): boolean {
  const status = statusOf(error);
  return status === 401 || status === 403 || status === 451;
}

/** 422: GitHub understood and will not do it; for `POST /git/refs` the ref exists already. */
export function isUnprocessable(error: unknown): boolean {
  return statusOf(error) === 422;
}

/**
 * No answer came back: the request may have taken effect or not. Whoever created something with it has to read again
 * before deciding whether to repeat it.
 */
export function isLostAnswer(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined ? isAborted(error) : status >= 500 || status === 408;
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}
