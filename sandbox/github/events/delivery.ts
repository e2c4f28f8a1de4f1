import type { App, Json } from "../state.ts";

/** One attempt to deliver a webhook. A redelivery is a further entry with the same `guid`. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly app: App;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly payload: Json;
  readonly redelivery: boolean;
  deliveredAt: string;
  durationSeconds: number;
  /** GitHub's words: `OK`, `Invalid HTTP Response: 500`, `timed out`; `pending` before an answer. */
  status: string;
  statusCode: number;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  responseBody: string;
}
