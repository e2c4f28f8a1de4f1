/** The parts of a failed answer that say how long to stay away. */
export interface LimitedAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
}

/** GitHub: "If the retry-after header is not present, wait for at least one minute." */
const SECONDARY_WAIT_MS = 60_000;

/**
 * Milliseconds to wait before anything else is asked, where the answer is a primary or secondary rate limit;
 * `undefined` where it is something else (a permission that is missing is 403 as well).
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 * @param now Milliseconds since 1970, used where the answer does not carry GitHub's own `date`.
 * @param attempt How often the same request was limited before; without a header the wait doubles each time.
 */
export function limitWaitMs(
  { status, headers, message }: LimitedAnswer,
  now: number,
  attempt: number,
): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const retryAfter = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && Number.isFinite(retryAfter)) return Math.max(0, retryAfter) * 1000;
  if (String(headers["x-ratelimit-remaining"]) === "0") return untilReset(headers, now);
  const named = status === 429 || /\b(secondary rate limit|rate limit exceeded|abuse detection)/i.test(message);
  return named ? SECONDARY_WAIT_MS * 2 ** Math.min(attempt, 4) : undefined;
}

function untilReset(headers: LimitedAnswer["headers"], now: number): number {
  const reset = Number(headers["x-ratelimit-reset"]) * 1000;
  if (!Number.isFinite(reset)) return SECONDARY_WAIT_MS;
  // The reset is in GitHub's clock: ours may differ by minutes.
  const serverNow = Date.parse(String(headers["date"] ?? ""));
  // One second more, because both are cut to whole seconds.
  return Math.max(0, reset - (Number.isFinite(serverNow) ? serverNow : now)) + 1000;
}
