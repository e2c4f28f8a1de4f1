import type { QuickRepository } from "./quick-repository.ts";

export interface QuickRequest {
  readonly repository: QuickRepository;
  /** Behind `/repos/<owner>/<name>`, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly now: string;
  /** Login of the App. */
  readonly app: string;
}

export interface QuickAnswer {
  readonly status: number;
  readonly data?: unknown;
}

export type QuickRoute = readonly [
  method: string,
  path: RegExp,
  handle: (request: QuickRequest, match: RegExpExecArray) => QuickAnswer,
];

export const NOT_FOUND: QuickAnswer = { status: 404, data: { message: "Not Found" } };

export function ok(data: unknown): QuickAnswer {
  return { status: 200, data };
}

export function created(data: unknown): QuickAnswer {
  return { status: 201, data };
}

export function refused(message: string): QuickAnswer {
  return { status: 422, data: { message } };
}

export function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}
