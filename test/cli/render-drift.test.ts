import { expect, it } from "vitest";
import { renderDrift } from "../../src/cli/render-drift.ts";
import { PLAIN_STYLE } from "../../src/cli/style.ts";
import { detectDrift } from "../../src/core/drift/detect-drift.ts";
import { nameBatch, profileTables } from "../core/drift/build-batches.ts";
import { createRandom } from "../core/drift/random.ts";

const ROWS = 1000;

/** 20 batches of three columns, of which one batch was odd, and current data of which `delay` is `late`. */
function compare(late: number, rows = ROWS) {
  const table = (seed: number, more: number, count = ROWS) => {
    const { normal } = createRandom(seed);
    const draw = (add: number) => Array.from({ length: count }, () => add + 10 * normal());
    return { delay: draw(more), fare: draw(0), taxi: draw(0) };
  };
  const batches = Array.from({ length: 20 }, (_, batch) => table(batch + 1, batch === 6 ? 40 : 0));
  const { reference, current } = profileTables(batches, table(99, late, rows));
  const references = reference.map((profile, batch) => ({ name: nameBatch(batch), profile }));
  const detection = detectDrift({ reference: references, current });
  const given = { detection, references, current: { profile: current, source: { name: "now.csv" } } };
  return renderDrift(given, PLAIN_STYLE).split("\n");
}

it("counts columns, and names the batch that surprised most and what its surprise does", () => {
  const lines = compare(400);
  const [verdict, columns, bar] = lines.slice(-3);
  expect(verdict).toMatch(/^✗ drift {2}now\.csv, 1,000 rows against 20,000 of 20 batches\. 1 of 3 columns drifted: /);
  expect(columns).toBe("2 of 3 columns did not change in a way that matters.");
  expect(bar).toMatch(
    /^The largest surprise is [\d.]+, and [\d.]+ is drift\. Of the past 2026-07 surprised most, with [\d.]+ \(delay, [a-z]+\), which raises the bar: --exclude 2026-07 if it was itself broken\.$/,
  );
});

it("says nothing twice where nothing changed, or nothing can be told", () => {
  expect(compare(0).at(-2)).toBe(
    "✓ stable  now.csv. No change that matters in 3 columns, 1,000 rows against 20,000 in 20 batches.",
  );
  const few = compare(0, 1);
  expect(few.join("\n")).not.toContain("did not change");
  expect(few.at(-2)).toMatch(
    /^\? inconclusive {2}now\.csv\. Too few rows to tell for 3 of 3 columns \(1 row against 20,000/,
  );
});
