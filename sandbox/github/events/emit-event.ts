import { createHmac, randomUUID } from "node:crypto";
import http from "node:http";
import { nodeId } from "../render/account.ts";
import type { App, Installation, Json, Repository } from "../state.ts";
import { newId, now, timestamp, type World } from "../world.ts";
import type { Delivery } from "./delivery.ts";

export interface Event {
  readonly name: string;
  readonly repository?: Repository;
  readonly installation?: Installation;
  readonly payload: Json;
}

/** Sends signed webhooks and keeps the delivery log. */
export interface Deliverer {
  readonly emit: (event: Event) => void;
  /** Sends a logged delivery once more under the same GUID. */
  readonly redeliver: (delivery: Delivery) => Delivery;
  /** Resolves when no delivery is under way or waiting. */
  readonly settled: () => Promise<void>;
  /** Waiting deliveries stay in the log as pending; nothing is sent any more. */
  readonly stop: () => void;
}

/** GitHub gives a receiver ten seconds. */
const TIMEOUT_MS = 10_000;
const CONCURRENT_DELIVERIES = 8;
/** Events about the installation itself reach its App without a subscription. */
const ALWAYS_SENT: ReadonlySet<string> = new Set(["installation", "installation_repositories", "ping"]);

export function createDeliverer(world: World, validate: (event: string, payload: Json) => void): Deliverer {
  // A connection that is kept may be closed by the receiver just when the next delivery is written into it.
  const agent = new http.Agent({ keepAlive: false, maxSockets: CONCURRENT_DELIVERIES });
  const queue: Delivery[] = [];
  const idle: (() => void)[] = [];
  let running = 0;
  let stopped = false;

  function pump(): void {
    while (!stopped && running < CONCURRENT_DELIVERIES) {
      const next = queue.shift();
      if (next === undefined) break;
      running += 1;
      void send(world, agent, next).finally(() => {
        running -= 1;
        pump();
      });
    }
    if (running === 0 && queue.length === 0) for (const resolve of idle.splice(0)) resolve();
  }

  function enqueue(delivery: Delivery): void {
    world.deliveries.push(delivery);
    queue.push(delivery);
    setImmediate(pump);
  }

  return {
    emit: (event) => {
      for (const installation of receiversOf(world, event)) {
        const payload = { ...event.payload, installation: renderReceiver(event, installation) };
        validate(event.name, payload);
        enqueue(newDelivery(world, installation, event, payload));
      }
    },
    redeliver: (delivery) => {
      const again = {
        ...delivery,
        id: newId(world),
        redelivery: true,
        deliveredAt: timestamp(world),
        status: "pending",
        statusCode: 0,
      };
      enqueue(again);
      return again;
    },
    settled: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        setImmediate(pump);
      }),
    stop: () => {
      stopped = true;
      queue.length = 0;
      agent.destroy();
    },
  };
}

function renderReceiver(event: Event, { id }: Installation): unknown {
  // events about an installation carry it whole already
  return event.payload["installation"] ?? { id, node_id: nodeId("IN", id) };
}

function receiversOf(world: World, { name, repository, installation }: Event): readonly Installation[] {
  if (installation !== undefined) return [installation];
  return [...world.installations.values()].filter(
    (candidate) =>
      candidate.suspendedAt === undefined &&
      repository !== undefined &&
      candidate.account.id === repository.owner.id &&
      (candidate.repositoryIds?.has(repository.id) ?? true) &&
      (candidate.events.includes(name) || ALWAYS_SENT.has(name)),
  );
}

function newDelivery(world: World, installation: Installation, { name, repository }: Event, payload: Json): Delivery {
  const { action } = payload;
  return {
    id: newId(world),
    guid: randomUUID(),
    app: installation.app,
    event: name,
    action: typeof action === "string" ? action : null,
    installationId: installation.id,
    repositoryId: repository?.id ?? null,
    payload,
    redelivery: false,
    deliveredAt: timestamp(world),
    durationSeconds: 0,
    status: "pending",
    statusCode: 0,
    requestHeaders: {},
    responseHeaders: {},
    responseBody: "",
  };
}

function headersOf(app: App, delivery: Delivery, body: Buffer): Record<string, string> {
  const sign = (algorithm: string): string => createHmac(algorithm, app.webhookSecret).update(body).digest("hex");
  return {
    "content-type": "application/json",
    "content-length": String(body.length),
    accept: "*/*",
    "user-agent": "GitHub-Hookshot/0000000",
    "x-github-event": delivery.event,
    "x-github-delivery": delivery.guid,
    "x-github-hook-id": String(app.id),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature": `sha1=${sign("sha1")}`,
    "x-hub-signature-256": `sha256=${sign("sha256")}`,
  };
}

function send(world: World, agent: http.Agent, delivery: Delivery): Promise<void> {
  const { app } = delivery;
  const started = now(world);
  const finish = (statusCode: number, status: string): void => {
    delivery.statusCode = statusCode;
    delivery.status = status;
    delivery.durationSeconds = (now(world) - started) / 1000;
  };
  if (app.webhookUrl === undefined) {
    finish(0, "no webhook URL");
    return Promise.resolve();
  }
  const url = app.webhookUrl;
  const body = Buffer.from(JSON.stringify(delivery.payload));
  delivery.requestHeaders = headersOf(app, delivery, body);
  return new Promise((resolve) => {
    const request = http.request(
      url,
      { method: "POST", agent, headers: delivery.requestHeaders, timeout: TIMEOUT_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const code = response.statusCode ?? 0;
          delivery.responseBody = Buffer.concat(chunks).toString("utf8").slice(0, 10_000);
          finish(code, code >= 200 && code < 300 ? "OK" : `Invalid HTTP Response: ${String(code)}`);
          resolve();
        });
      },
    );
    request.on("timeout", () => request.destroy(new Error("timed out")));
    request.on("error", (error) => {
      finish(0, error.message === "timed out" ? "timed out" : "failed to connect to host");
      resolve();
    });
    request.end(body);
  });
}
