import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RequestEvent } from "../src/github/patient-requests.ts";

/** What `/metrics` shows. Labels are words of ours, never names of users or repositories. */
export interface Metrics {
  readonly registry: Registry;
  readonly event: (name: string) => void;
  readonly request: (event: RequestEvent) => void;
  readonly job: (kind: string, seconds: number) => void;
  readonly error: (kind: string) => void;
}

export function createMetrics(queueLength: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: "pawl_webhook_events_total",
    help: "Webhook events received",
    labelNames: ["event"],
    registers,
  });
  const requests = new Counter({
    name: "pawl_github_requests_total",
    help: "Requests to GitHub by method and status (0: no answer)",
    labelNames: ["method", "status"],
    registers,
  });
  const writes = new Counter({
    name: "pawl_github_writes_total",
    help: "Requests that change something",
    labelNames: ["method"],
    registers,
  });
  const waits = new Counter({ name: "pawl_rate_limit_waits_total", help: "Rate limits met and waited out", registers });
  const waited = new Counter({
    name: "pawl_rate_limit_wait_seconds_total",
    help: "Seconds that rate limits asked for",
    registers,
  });
  const remaining = new Gauge({
    name: "pawl_rate_limit_remaining",
    help: "Requests left, as GitHub last said",
    registers,
  });
  const jobs = new Histogram({
    name: "pawl_reconcile_seconds",
    help: "Time that one reconcile took",
    labelNames: ["kind"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const errors = new Counter({
    name: "pawl_errors_total",
    help: "Reconciles that failed",
    labelNames: ["kind"],
    registers,
  });
  new Gauge({
    name: "pawl_queue_length",
    help: "Reconciles that wait or run",
    registers,
    collect() {
      this.set(queueLength());
    },
  });
  return {
    registry,
    event: (name) => events.inc({ event: name }),
    job: (kind, seconds) => jobs.observe({ kind }, seconds),
    error: (kind) => errors.inc({ kind }),
    request: (event) => {
      if (event.kind === "limited") {
        waits.inc();
        waited.inc(event.waitMs / 1000);
      }
      if (event.kind !== "answered") return;
      requests.inc({ method: event.method, status: String(event.status) });
      if (event.method !== "GET" && event.method !== "HEAD") writes.inc({ method: event.method });
      if (event.remaining !== undefined) remaining.set(event.remaining);
    },
  };
}
