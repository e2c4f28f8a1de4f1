import { createHash } from "node:crypto";
import { DEFECTS } from "./defects.ts";
import { drawsOf } from "./draws.ts";
import type { Base, DriftCase, Truth, WrittenCase } from "./drift-case.ts";
import { type Flights, openFlights } from "./flights.ts";
import { openSimulation } from "./simulation.ts";
import type { Table } from "./table.ts";

/** The batches of a base: 0 to `batches` - 1 are its reference, oldest first. */
export interface OpenBase {
  readonly batch: (index: number) => Table;
  readonly correlated: readonly string[];
}

/** How far it is says where to. */
const TOGETHER = ["distance", "origin", "destination"];

/** `flights` is asked for bases of flights alone. */
export function openBase(base: Base, flights: () => Flights): OpenBase {
  if (base.source === "simulation") return openSimulation(base);
  const batch = openFlights(flights(), base);
  // An origin that is the same in all rows tells nothing.
  return { batch, correlated: base.variation === "place" ? TOGETHER.filter((name) => name !== "origin") : TOGETHER };
}

/** The batch to judge, spoilt where the case wants that; `undefined` where its table cannot have the defect. */
export function drawCurrent(
  { base, run, defect }: DriftCase,
  { batch, correlated }: OpenBase,
): { readonly table: Table; readonly truth: Truth } | undefined {
  const table = batch(base.batches + run);
  if (defect === undefined) return { table, truth: { is: base.variation === "winter" ? "changed" : "stable" } };
  const { kind, size } = defect;
  const name = `${base.name} ${kind} ${String(size)}`;
  const [choice, rows] = [drawsOf(name), drawsOf(`${name} ${String(run)}`)];
  const spoilt = DEFECTS[kind].apply({ table, older: batch(0), size, choice, rows, correlated });
  return spoilt && { table: spoilt.table, truth: { is: "defect", kind, size, columns: spoilt.columns } };
}

/** What a case says of itself. */
export function describeCase(one: DriftCase, truth: Truth, older: Table, current: Table): WrittenCase {
  const digest = createHash("sha256")
    .update(JSON.stringify([older, current]))
    .digest("hex")
    .slice(0, 12);
  const spoilt = truth.is === "defect" ? truth.columns : [];
  return toWritten(one, { digest, columns: current.map(({ name }) => name), spoilt });
}

/** A case with what is known only once it is drawn: its columns, and those of them that have the defect. */
export function toWritten(
  { id, base, run, defect }: DriftCase,
  drawn: { readonly digest: string; readonly columns: readonly string[]; readonly spoilt: readonly string[] },
): WrittenCase {
  const { source, variation, rows, batches } = base;
  const { digest, columns, spoilt } = drawn;
  const truth: Truth =
    defect === undefined
      ? { is: variation === "winter" ? "changed" : "stable" }
      : { is: "defect", kind: defect.kind, size: defect.size, columns: spoilt };
  const kind = variation === "fresh" ? "fresh" : "varying";
  return { id, kind, source, variation, rows, batches, run, truth, columns, digest };
}
