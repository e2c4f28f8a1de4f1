import { expect, it } from "vitest";
import { isUsual } from "../../../src/core/drift/is-usual.ts";

it.each`
  batches            | usual    | why
  ${"1"}             | ${true}  | ${"there is one, and it is"}
  ${"111111111111"}  | ${true}  | ${"all are"}
  ${"011111111111"}  | ${true}  | ${"the oldest was an exception"}
  ${"111111011111"}  | ${true}  | ${"one in the middle was"}
  ${"111111111101"}  | ${true}  | ${"one of the latest was, and most are"}
  ${"000000000111"}  | ${true}  | ${"the latest three are"}
  ${"111111111110"}  | ${false} | ${"the latest is not"}
  ${"000000000011"}  | ${false} | ${"it has just begun"}
  ${"01"}            | ${false} | ${"half are"}
  ${"011"}           | ${true}  | ${"more than half are"}
  ${"0101010101"}    | ${false} | ${"every other one is"}
  ${"1111110111"}    | ${true}  | ${"one was an exception"}
  ${"1101111110111"} | ${false} | ${"every seventh is not"}
  ${"000101111111"}  | ${true}  | ${"since the first one was an exception"}
  ${""}              | ${false} | ${"there is none"}
`("batches $batches: $usual, because $why", ({ batches, usual }: { batches: string; usual: boolean }) => {
  expect(isUsual([...batches].map((batch) => batch === "1"))).toBe(usual);
});
