import { describe, expect, it } from "vitest";
import { detectDrift } from "../../../../src/core/drift/detect-drift.ts";
import type { DriftSlice } from "../../../../src/core/drift/slices/drift-slice.ts";
import { createRandom } from "../../../../src/core/performance/create-random.ts";
import { profileTables, type Table } from "../build-batches.ts";
import { numeric, profile } from "../build-profile.ts";

const BATCHES = 16;
const ORIGINS = ["ATL", "ORD", "JFK"];
/** Rows of each origin in a batch. */
const ROWS = [150, 450, 300];

type Delays = ReadonlyMap<string, readonly number[]>;

function day(random: () => number, change: (origin: string, delay: number) => number): Delays {
  return new Map(
    ORIGINS.map((origin, place) => [
      origin,
      Array.from({ length: ROWS[place] ?? 0 }, () =>
        change(origin, Math.round(40 * (random() + random() + random() - 1.5))),
      ),
    ]),
  );
}

/** @param small Batches, counted from the oldest, in which ATL has hardly a row. */
function request(seed: number, change: (origin: string, delay: number) => number, small = 0) {
  const random = createRandom(seed);
  const past = Array.from({ length: BATCHES }, (_, index) => {
    const made = day(random, (_origin, delay) => delay);
    return index < small ? new Map([...made, ["ATL", (made.get("ATL") ?? []).slice(0, 20)]]) : made;
  });
  const now = day(random, change);
  const toTable = (delays: Delays): Table => ({ delay: [...delays.values()].flat() });
  const whole = profileTables(past.map(toTable), toTable(now));
  const [frame] = whole.current.columns;
  const slices = ORIGINS.map((value): DriftSlice => {
    const own = (delays: Delays) => {
      const values = delays.get(value) ?? [];
      return profile([numeric("delay", values, frame)], values.length);
    };
    return { column: "origin", value, reference: past.map(own), current: own(now) };
  });
  const reference = whole.reference.map((one, index) => ({ name: String(index), profile: one }));
  return { reference, current: whole.current, slices };
}

const later = (where: (origin: string) => boolean, by: number) => (origin: string, delay: number) =>
  where(origin) ? delay + by : delay;
const drifted = (given: ReturnType<typeof request>) => {
  const { verdict, findings, reason } = detectDrift(given);
  return { verdict, reason, findings: findings.filter((finding) => finding.verdict === "drift") };
};

describe("drift in a slice", () => {
  it("is found where all rows together hardly show it, and named", () => {
    const given = request(
      1,
      later((origin) => origin === "ATL", 12),
    );
    expect(drifted({ ...given, slices: [] }).findings).toEqual([]);
    const { verdict, findings, reason } = drifted(given);
    expect(verdict).toBe("drift");
    expect(new Set(findings.map(({ slice }) => slice?.value))).toEqual(new Set(["ATL"]));
    expect(findings[0]?.words).toMatch(/^in origin=ATL: .*delay/);
    expect(reason).toContain("in origin=ATL");
  });

  it("is not said again where all rows drift", () => {
    const { verdict, findings } = drifted(
      request(
        2,
        later(() => true, 15),
      ),
    );
    expect(verdict).toBe("drift");
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ slice }) => slice !== undefined)).toEqual([]);
  });

  it("is not looked for in a slice that hardly any batch has rows of", () => {
    const change = later((origin) => origin === "ATL", 12);
    expect(drifted(request(1, change, 8)).verdict).toBe("drift");
    expect(drifted(request(1, change, 9)).findings).toEqual([]);
  });

  it("raises no false alarms of its own", () => {
    const verdicts = Array.from(
      { length: 20 },
      (_, seed) => detectDrift(request(100 + seed, (_o, delay) => delay)).verdict,
    );
    expect(verdicts.filter((verdict) => verdict === "drift").length).toBeLessThan(3);
  });
});
