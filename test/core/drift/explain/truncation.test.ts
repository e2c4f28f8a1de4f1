import { describe, expect, it } from "vitest";
import type { ColumnProfile } from "../../../../src/core/dataset/profile.ts";
import { truncation } from "../../../../src/core/drift/explain/kinds/truncation.ts";
import { categorical, texts } from "../build-profile.ts";

function explain(before: ColumnProfile, after: ColumnProfile) {
  return truncation.explain({ name: "city", before, after, has: () => true, wordsOf: () => undefined, others: [] });
}

type Counts = Readonly<Record<string, number>>;

function cities(was: Counts, is: Counts, named = true) {
  const valuesOf = (counts: Counts) =>
    Object.entries(counts).flatMap(([value, rows]) => Array.from({ length: rows }, () => value));
  const before = categorical("city", valuesOf(was), undefined, { named });
  return explain(before, categorical("city", valuesOf(is), before, { named }))?.words;
}

const CITIES = { ATLANTA: 300, DALLAS: 250, DENVER: 200, DENTON: 50, ROME: 200 };

describe("categories that are cut off", () => {
  it.each([
    {
      name: "all to one length",
      is: { ATLA: 295, DALL: 252, DENV: 203, DENT: 48, ROME: 202 },
      told: "categories of city are cut to 4 characters, as ATLA for ATLANTA: 80 % were longer before",
    },
    {
      name: "two to the same",
      is: { ATL: 295, DAL: 252, DEN: 251, ROM: 202 },
      told: "categories of city are cut to 3 characters, as ATL for ATLANTA: 100 % were longer before",
    },
    { name: "to one character", is: { A: 300, D: 500, R: 200 }, told: "cut to one character, as A for ATLANTA" },
    {
      name: "in a script of larger letters",
      was: { "🙂🙂🙂": 500, "🙁🙁🙁": 500 },
      is: { "🙂🙂": 500, "🙁🙁": 500 },
      told: "cut to 2 characters",
    },
  ])("$name", ({ was = CITIES, is, told }) => {
    expect(cities(was, is)).toContain(told);
  });

  it.each([
    { name: "one of them has another name", is: { ...CITIES, ATLANTA: 0, ATLA: 300 } },
    { name: "the new ones are other ones", is: { PARI: 295, DALL: 252, OSLO: 251, ROME: 202 } },
    { name: "their shares are other ones", is: { ATLA: 100, DALL: 447, DENV: 203, DENT: 48, ROME: 202 } },
    { name: "nothing is new", is: { ROME: 1000 } },
  ])("are not where $name", ({ is }) => {
    expect(cities(CITIES, is)).toBeUndefined();
  });

  it("are not known where they may not be named", () => {
    expect(cities(CITIES, { ATLA: 295, DALL: 252, DENV: 203, DENT: 48, ROME: 202 }, false)).toBeUndefined();
  });
});

/** Texts of 10 to 59 characters, and a few of 10,000. */
const NOTES = Array.from({ length: 1000 }, (_, row) => "x".repeat(row % 100 === 0 ? 10_000 : 10 + (row % 50)));

function notes(is: readonly string[], was: readonly string[] = NOTES) {
  const before = texts("city", was);
  return explain(before, texts("city", is, before))?.words;
}

describe("texts that are cut off", () => {
  it.each([
    {
      name: "at a length",
      is: NOTES.map((note) => note.slice(0, 40)),
      told: "city is cut off at 40 characters: 41 % have exactly so many and none have more, where 39 % did",
    },
    {
      name: "somewhere among lengths that few had",
      is: NOTES.map((note) => note.slice(0, 255)),
      told: /^city is cut off at \d+ to [\d,]+ characters: 1 % have about so many and none have more, where 0\.\d+ % did$/,
      was: [...NOTES, "x".repeat(100), "x".repeat(900)],
    },
  ])("$name", ({ is, told, was }) => {
    expect(notes(is, was)).toMatch(told);
  });

  it.each([
    { name: "all have one length", was: NOTES, is: NOTES.map(() => "x".repeat(20)) },
    { name: "long ones are gone", was: NOTES, is: NOTES.filter((note) => note.length <= 40) },
    { name: "all are shorter", was: NOTES, is: NOTES.map((note) => note.slice(0, Math.ceil(note.length / 2))) },
    { name: "nothing is shorter", was: NOTES, is: NOTES },
  ])("are not where $name", ({ is, was }) => {
    expect(notes(is, was)).toBeUndefined();
  });
});
