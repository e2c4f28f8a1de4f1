import { describe, expect, it } from "vitest";
import { z } from "zod";
import { flagField, linesField, numberField } from "../../src/runner/input-fields.ts";
import { readInputs } from "../../src/runner/inputs.ts";

const Schema = z.strictObject({
  "primary-metric": z.string(),
  lines: linesField().prefault(""),
  count: numberField({ min: 1, max: 10, integer: true }).prefault("3"),
  fresh: flagField().prefault("false"),
});

const read = (inputs: unknown) => readInputs(Schema, { PAWL_INPUTS: JSON.stringify(inputs) });

describe("readInputs", () => {
  it("takes blank for not given, and fills in defaults", () => {
    expect(read({ "primary-metric": "auc", lines: "", count: " ", fresh: "" })).toEqual({
      "primary-metric": "auc",
      lines: [],
      count: 3,
      fresh: false,
    });
  });

  it("reads lines, without comments and blank ones", () => {
    expect(read({ "primary-metric": "auc", lines: "a\r\n\n  # no\n b " }).lines).toEqual(["a", "b"]);
  });

  it.each([{ "PRIMARY-METRIC": "auc" }, { primary_metric: "auc" }, { "Primary-Metric": "auc" }])(
    "knows the key as %o",
    (inputs) => {
      expect(read(inputs)["primary-metric"]).toBe("auc");
    },
  );

  it.each`
    what                    | inputs                                           | said
    ${"a typo"}             | ${{ "primary-metrc": "auc" }}                    | ${'"primary-metrc" is not an input, did you mean "primary-metric"?'}
    ${"a missing one"}      | ${{}}                                            | ${'"primary-metric" is missing'}
    ${"a decimal comma"}    | ${{ "primary-metric": "auc", count: "0,5" }}     | ${"must be a whole number from 1 to 10"}
    ${"too large a number"} | ${{ "primary-metric": "auc", count: "11" }}      | ${"from 1 to 10"}
    ${"an overflow"}        | ${{ "primary-metric": "auc", count: "1e999" }}   | ${"from 1 to 10"}
    ${"a vague answer"}     | ${{ "primary-metric": "auc", fresh: "perhaps" }} | ${"must be true or false"}
    ${"a list"}             | ${{ "primary-metric": ["auc"] }}                 | ${"object of texts"}
  `("refuses $what", ({ inputs, said }) => {
    expect(() => read(inputs)).toThrow(
      expect.objectContaining({ code: "INPUT_INVALID", message: expect.stringContaining(said) }),
    );
  });

  it("refuses what is not JSON", () => {
    expect(() => readInputs(Schema, { PAWL_INPUTS: "{" })).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });
});
