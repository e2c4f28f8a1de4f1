import { describe, expect, it } from "vitest";
import { findContractSchema } from "../../../../src/core/dataset/contract/find-contract-schema.ts";
import { parseContract } from "../../../../src/core/dataset/contract/parse-contract.ts";

function contract(schemas: string) {
  const parsed = parseContract(`apiVersion: v3.1.0\nschema: ${schemas}\n`);
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.contract;
}

const TWO = contract(
  "[{ name: Flights, physicalName: raw_flights }, { name: airports, physicalName: data/places.csv }]",
);

describe("which table of a contract speaks about a dataset", () => {
  it.each([
    [["flights"], "Flights"],
    [["raw_flights"], "Flights"],
    [["data/flights.parquet"], "Flights"],
    [["data/FLIGHTS.csv.gz"], "Flights"],
    [["flights.csv.dvc"], "Flights"],
    [["places"], "airports"],
    [["unknown", "data/airports.jsonl"], "airports"],
    [["airports", "flights"], "airports"],
    [["nothing"], undefined],
    [[], undefined],
  ])("%j is %s", (names, found) => {
    expect(findContractSchema(TWO, { names })?.name).toBe(found);
  });

  it("is the only one, whatever it is called", () => {
    expect(findContractSchema(contract("[{ name: a }]"), { names: ["b"] })?.name).toBe("a");
  });

  it("is none of no tables", () => {
    expect(findContractSchema(contract("[]"), { names: ["b"] })).toBeUndefined();
  });
});
