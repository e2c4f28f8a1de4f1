import { setTimeout as sleep } from "node:timers/promises";
import { PawlError } from "../../core/errors.ts";
import type { WireResponse } from "./send-request.ts";

/** How long a registry that does not answer, or not now, is asked again. */
export interface Patience {
  /** Requests in all, the first included; of an upload: attempts in a row that moved nothing forward. */
  readonly attempts: number;
  /** Before the second attempt; doubles with each. */
  readonly firstDelayMs: number;
  /** Of one pause, also of one that the registry asks for. */
  readonly maxDelayMs: number;
  /** Without a byte for so long, a connection counts as lost. */
  readonly idleMs: number;
  /** Where a registry puts a large blob together after its last byte, it is silent for longer. */
  readonly commitMs: number;
  /** Waited before it is looked whether somebody else has overwritten a fallback tag. */
  readonly settleMs: number;
}

/** About a minute of trouble in all; registries that limit requests do so by the minute. */
export const DEFAULT_PATIENCE: Patience = {
  attempts: 7,
  firstDelayMs: 500,
  maxDelayMs: 60_000,
  idleMs: 60_000,
  commitMs: 600_000,
  settleMs: 700,
};

const PASSING_STATUS = new Set([408, 429, 500, 502, 503, 504]);

/** Whether the same request may be answered otherwise in a while. */
export function isPassing(status: number): boolean {
  return PASSING_STATUS.has(status);
}

/** Whether an error is that of a connection, rather than a reason of our own. */
export function isCut(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof PawlError) && error.name !== "AbortError";
}

/** A typing error or a certificate that does not fit is the same a minute later. */
export function isHopeless(error: Error): boolean {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(ENOTFOUND|EPROTO|ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HPE_|ERR_INVALID|ERR_HTTP_)/.test(
    code,
  );
}

/** Waits before attempt `attempt` (1 is the second): as long as the answer asks, else longer each time. */
export async function pauseBefore(
  attempt: number,
  patience: Patience,
  { response, signal }: { readonly response?: WireResponse | undefined; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const asked = retryAfterMs(response?.headers["retry-after"]);
  // Those who were turned away together should not come back together.
  const own = patience.firstDelayMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  await sleep(Math.min(asked ?? own, patience.maxDelayMs), undefined, signal === undefined ? {} : { signal });
}

function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
