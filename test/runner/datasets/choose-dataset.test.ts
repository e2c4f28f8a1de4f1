import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import { type ChosenDataset, chooseDataset } from "../../../src/runner/datasets/choose-dataset.ts";

const model = (name: string, data: string) => `  ${name}:
    paths: [src/**]
    primary-metric: roc-auc
    data: ${data}
`;

function project(...models: string[]) {
  const parsed = parseProjectConfig(`models:\n${models.join("")}`);
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.project;
}

const ONE = project(model("late", "[{ name: flights, path: a.parquet.dvc }, { path: other.csv }]"));
const TWO = project(model("late", "[{ name: flights, path: a.csv }, { name: weather, path: w.csv }]"));
const SHARED = project(
  model("late", "[{ name: flights, path: a.csv }]"),
  model("early", "[{ name: flights, path: b.csv }]"),
);

describe("the dataset that is meant", () => {
  it.each`
    case                                   | config       | choice                                    | path               | configured
    ${"the only one with a name"}          | ${ONE}       | ${{ model: "late" }}                      | ${"a.parquet.dvc"} | ${true}
    ${"the one that is named"}             | ${TWO}       | ${{ model: "late", dataset: "weather" }}  | ${"w.csv"}         | ${true}
    ${"the model's"}                       | ${SHARED}    | ${{ model: "early", dataset: "flights" }} | ${"b.csv"}         | ${true}
    ${"a new one, by its name alone"}      | ${ONE}       | ${{ model: "late", dataset: "new" }}      | ${""}              | ${false}
    ${"a new one without a configuration"} | ${undefined} | ${{ model: "late", dataset: "new" }}      | ${""}              | ${false}
  `("is $case", ({ config, choice, path, configured }) => {
    const chosen: ChosenDataset = chooseDataset(config, choice, true);
    expect([chosen.plan.path, chosen.configured]).toEqual([path, configured]);
  });

  it.each`
    case                           | config       | choice                                  | said
    ${"two have names"}            | ${TWO}       | ${{ model: "late" }}                    | ${/more than one dataset.*flights, weather/}
    ${"two models have it"}        | ${SHARED}    | ${{ dataset: "flights" }}               | ${/flights of late, flights of early/}
    ${"there is no such name"}     | ${TWO}       | ${{ model: "late", dataset: "wether" }} | ${/no dataset with the name "wether"/}
    ${"there is no such model"}    | ${TWO}       | ${{ model: "early" }}                   | ${/no model with the name "early"/}
    ${"there is no configuration"} | ${undefined} | ${{ model: "late" }}                    | ${/there is no .github\/pawl.yml/}
  `("is asked for where $case", ({ config, choice, said }) => {
    expect(() => chooseDataset(config, choice, false)).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
    expect(() => chooseDataset(config, choice, false)).toThrow(said);
  });

  it("comes with the nearest name", () => {
    const choose = () => chooseDataset(TWO, { model: "late", dataset: "wether" }, false);
    expect(choose).toThrow(expect.objectContaining({ hint: "Did you mean weather?" }));
  });
});
