import type { ReplayedBatch } from "./replay-history.ts";

/** Batches one after the other that people would have been told of. */
export interface Episode {
  readonly kind: "alarm" | "incident";
  /** Oldest first; at least one. */
  readonly batches: readonly [ReplayedBatch, ...ReplayedBatch[]];
  /** The newest batch of all is one of them. */
  readonly goesOn: boolean;
}

/** Alarms, and incidents of a broken feed: batches of one kind side by side are one. By their first batch, oldest first. */
export function listEpisodes(replayed: readonly ReplayedBatch[]): readonly Episode[] {
  const place = ({ batches: [first] }: Episode) => replayed.indexOf(first);
  // A broken feed neither begins nor ends an alarm.
  const sound = replayed.filter(({ broken }) => !broken);
  return [
    ...runsOf(sound, "alarm", ({ alarm }) => alarm),
    ...runsOf(replayed, "incident", ({ broken }) => broken),
  ].toSorted((a, b) => place(a) - place(b));
}

function runsOf(
  replayed: readonly ReplayedBatch[],
  kind: Episode["kind"],
  belongs: (batch: ReplayedBatch) => boolean,
): readonly Episode[] {
  const runs: [ReplayedBatch, ...ReplayedBatch[]][] = [];
  let open: (typeof runs)[number] | undefined;
  for (const batch of replayed) {
    if (!belongs(batch)) open = undefined;
    else if (open !== undefined) open.push(batch);
    else {
      open = [batch];
      runs.push(open);
    }
  }
  return runs.map((batches) => ({ kind, batches, goesOn: batches === open }));
}
