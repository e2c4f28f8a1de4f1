import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  encodeRegisters,
  estimateDistinct,
  mergeRegisters,
  REGISTERS,
  rankOf,
} from "../../../src/core/dataset/hyper-log-log.ts";

function registersOf(texts: Iterable<string>): string {
  const registers = new Uint8Array(REGISTERS);
  for (const text of texts) {
    const hash = createHash("md5").update(text).digest().readBigUInt64LE(0);
    const index = Number(hash & 4095n);
    registers[index] = Math.max(registers[index] ?? 0, rankOf(Number(hash >> 12n)));
  }
  return encodeRegisters(registers);
}

const texts = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `text ${String(from + index)}`);

describe("registers", () => {
  it.each([
    [0, 53],
    [1, 52],
    [2 ** 31, 21],
    [2 ** 32, 20],
    [2 ** 51, 1],
    [2 ** 52 - 1, 1],
  ])("the rank of %d is %d", (rest, rank) => {
    expect(rankOf(rest)).toBe(rank);
  });

  it.each([0, 1, 10, 1000, 20_000, 100_000])("estimate %d different texts", (count) => {
    const estimate = estimateDistinct(registersOf(texts(0, count)));
    expect(Math.abs(estimate - count)).toBeLessThanOrEqual(Math.ceil(0.04 * count));
  });

  it("merge into the registers of both", () => {
    const merged = mergeRegisters(registersOf(texts(0, 3000)), registersOf(texts(2000, 5000)));
    expect(merged).toBe(registersOf(texts(0, 5000)));
  });
});
