import type { Pusher } from "../operations/pushes.ts";
import { actorOf, type Context } from "./context.ts";

/** Who moves a ref through this request; what a job's own token does starts no workflows. */
export function pusherOf(context: Context): Pusher {
  return { account: actorOf(context), startsWorkflows: context.caller.kind !== "job" };
}
