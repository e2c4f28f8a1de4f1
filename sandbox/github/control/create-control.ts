import type { Deliverer } from "../events/emit-event.ts";
import { emitRepositoryEvent } from "../events/repository-event.ts";
import type { FaultList } from "../server/faults.ts";
import type { World } from "../world.ts";
import type { Control } from "./control.ts";
import { createIssueControl } from "./issue-control.ts";
import { lookUpAccount, lookUpRepository } from "./lookups.ts";
import { createPeopleControl } from "./people-control.ts";
import { createPullControl } from "./pull-control.ts";
import { createRepositoryControl } from "./repository-control.ts";
import { createRunControl } from "./run-control.ts";

/** All control calls on one world. */
export function createControl(
  world: World,
  { deliverer, faults }: { deliverer: Deliverer; faults: FaultList },
): Control {
  return {
    ...createPeopleControl(world),
    ...createRepositoryControl(world),
    ...createIssueControl(world),
    ...createPullControl(world),
    ...createRunControl(world),
    ...createObservation(world, deliverer),
    addFault: async (fault) => faults.add(fault),
    clearFaults: async () => faults.clear(),
    advanceClock: async ({ milliseconds }) => {
      world.clockOffset += milliseconds;
    },
  };
}

type Observation = Pick<Control, "requests" | "deliveries" | "redeliver" | "sendEvent" | "settle" | "violations">;

function createObservation(world: World, deliverer: Deliverer): Observation {
  return {
    requests: async ({ since = 0, app } = {}) => {
      const entries = world.requests.slice(since).filter((entry) => app === undefined || entry.app === app);
      const ofApps = entries.filter((entry) => entry.app !== undefined);
      const writes = ofApps.filter(({ write }) => write).length;
      return {
        next: world.requests.length,
        reads: ofApps.length - writes,
        writes,
        billed: ofApps.filter(({ billed }) => billed).length,
        notModified: ofApps.filter(({ status }) => status === 304).length,
        entries,
      };
    },
    deliveries: async ({ event, app } = {}) =>
      world.deliveries
        .filter(
          (delivery) =>
            (event === undefined || delivery.event === event) && (app === undefined || delivery.app.slug === app),
        )
        .map(({ id, guid, event: name, action, app: { slug }, redelivery, status, statusCode }) => ({
          id,
          guid,
          event: name,
          action,
          app: slug,
          redelivery,
          status,
          statusCode,
        })),
    redeliver: async ({ ids }) => {
      const wanted = new Set(ids);
      for (const delivery of world.deliveries.filter(({ id }) => wanted.has(id))) deliverer.redeliver(delivery);
    },
    sendEvent: async ({ repository, event, payload, sender }) => {
      const target = lookUpRepository(world, repository);
      emitRepositoryEvent(world, target, { name: event, sender: lookUpAccount(world, sender), payload });
    },
    settle: async () => {
      await world.followUps;
      await deliverer.settled();
    },
    violations: async () => world.violations,
  };
}
