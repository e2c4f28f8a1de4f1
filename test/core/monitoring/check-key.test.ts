import { expect, it } from "vitest";
import {
  checkedModel,
  checkedSlot,
  checkKey,
  namesAnyCheck,
  namesCheck,
} from "../../../src/core/monitoring/check-key.ts";

const KEY = "drift/late-flights/2026-11-26T03:17Z";

it("names the minute of a slot, and who asked where for one of a person", () => {
  expect(checkKey("late-flights", "2026-11-26T03:17:00Z")).toBe(KEY);
  expect(checkKey("late-flights", "2026-11-26T03:17:09.123Z", "4711")).toBe(
    "drift/late-flights/2026-11-26T03:17:09.123Z/by-4711",
  );
});

it.each([
  [`drift ${KEY}`, true],
  [`${KEY}\ndrift`, true],
  [`(${KEY})`, true],
  [`drift ${KEY}/by-12`, false],
  [`x-drift/late-flights/2026-11-26T03:17Z`, false],
  [`drift drift/very-late-flights/2026-11-26T03:17Z`, false],
  ["drift", false],
])("%s: %s", (title, named) => {
  expect(namesCheck(title, KEY)).toBe(named);
});

it("knows that a workflow run is of some check", () => {
  expect(namesAnyCheck(`drift ${KEY}`)).toBe(true);
  expect(namesAnyCheck("drift on main")).toBe(false);
});

it.each([
  [KEY, "late-flights"],
  [`drift ${KEY}/by-12`, "late-flights"],
  ["retrain/late-flights/3/1", undefined],
  ["x-drift/late-flights/2026-11-26T03:17Z", undefined],
  ["drift/../2026-11-26T03:17Z", undefined],
])("%s is a check of %s", (text, model) => {
  expect(checkedModel(text)).toBe(model);
});

it.each([
  [KEY, "2026-11-26T03:17:00Z"],
  ["drift/late-flights/2026-11-26T03:17:09.123Z/by-4711", "2026-11-26T03:17:09.123Z"],
  [`drift ${KEY}`, "2026-11-26T03:17:00Z"],
  ["drift/late-flights/2026-13-26T03:17Z", undefined],
  ["x-drift/late-flights/2026-11-26T03:17Z", undefined],
  ["", undefined],
])("%s is a check of %s", (text, slot) => {
  expect(checkedSlot(text)).toBe(slot);
});
