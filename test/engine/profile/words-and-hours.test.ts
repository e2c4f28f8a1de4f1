import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mergeProfiles } from "../../../src/core/dataset/merge-profiles.ts";
import type { Profile } from "../../../src/core/dataset/profile.ts";
import { openData } from "../../../src/engine/data/open-data.ts";
import { profileData } from "../../../src/engine/profile/profile-data.ts";
import { openTestEngine, toCsv } from "../open-test-engine.ts";
import { columnOf } from "./column-of.ts";

const opened = await openTestEngine();
afterAll(() => opened.close());

let files = 0;

async function profileOf(columns: Readonly<Record<string, readonly unknown[]>>, frame?: Profile): Promise<Profile> {
  files += 1;
  const name = `words-${String(files)}.csv`;
  writeFileSync(join(opened.folder, name), toCsv(columns));
  const source = await openData(opened.engine, { name, paths: [name], folder: opened.folder });
  return profileData(opened.engine, source, { frame });
}

const bucketOf = (word: string) => createHash("md5").update(word).digest()[0] ?? 0;

describe("words of texts", () => {
  const texts = Array.from({ length: 60 }, (_, row) =>
    row % 3 === 0 ? `The train No.${String(row)} leaves` : `Der Zug ${String(row)} fährt ÄRGER-los ab`,
  );

  it("counts the texts with a word of each bucket: letters and digits in lower case, by the first byte of the md5", async () => {
    const { tokens } = columnOf(await profileOf({ text: texts }), "text");
    const expected = new Array<number>(256).fill(0);
    for (const text of texts) {
      const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      for (const bucket of new Set(words.map(bucketOf))) expected[bucket] = (expected[bucket] ?? 0) + 1;
    }
    expect(tokens).toEqual({ rows: 60, buckets: expected });
  });

  it("counts a text that is there more than once as often, and leaves out what is missing", async () => {
    const repeated = [...texts, ...texts.slice(0, 2), "", null];
    const { tokens, nulls } = columnOf(await profileOf({ text: repeated, id: repeated.map((_, row) => row) }), "text");
    expect([tokens?.rows, nulls]).toEqual([62, 2]);
    expect(tokens?.buckets[bucketOf("train")]).toBe(21);
  });

  it("adds up over parts on one frame", async () => {
    const all = await profileOf({ text: texts });
    const parts = [await profileOf({ text: texts.slice(0, 25) }, all), await profileOf({ text: texts.slice(25) }, all)];
    expect(columnOf(mergeProfiles(parts), "text").tokens).toEqual(columnOf(all, "text").tokens);
  });
});

describe("hours of the day", () => {
  it("counts points in time by their hour in UTC, also before 1970", async () => {
    const when = [
      "2024-05-01T00:00:00Z",
      "2024-05-01T23:59:59Z",
      "1969-12-31 23:30:00",
      "2024-05-02T01:30:00+02:00",
      null,
    ];
    const { hours } = columnOf(await profileOf({ when, id: when.map((_, row) => row) }), "timestamp");
    const expected = new Array<number>(24).fill(0);
    expected[0] = 1;
    expected[23] = 3;
    expect(hours).toEqual(expected);
  });

  it("numbers have none", async () => {
    expect(columnOf(await profileOf({ x: [1, 2, 3600] }), "integer").hours).toBeUndefined();
  });
});
