import { describe, expect, it } from "vitest";
import { attributeEdits } from "../../../src/core/dashboard/attribute-edits.ts";
import { boxKey, type DashboardBox, findTicked } from "../../../src/core/dashboard/dashboard-box.ts";
import type { DashboardModel } from "../../../src/core/dashboard/dashboard-facts.ts";
import { type OfferFacts, offerBoxes } from "../../../src/core/dashboard/offer-boxes.ts";
import { renderDashboardAnswer } from "../../../src/core/dashboard/render-answer.ts";
import { renderDashboard } from "../../../src/core/dashboard/render-dashboard.ts";
import type { Window } from "../../../src/core/monitoring/monitoring.ts";

const CHECK: DashboardBox = { action: "check", model: "late-flights" };
const RETRAIN: DashboardBox = { action: "retrain", model: "late-flights" };
const PROMOTE: DashboardBox = { action: "promote", model: "late-flights", environment: "production", version: 8 };
const OFFERED = [CHECK, RETRAIN, PROMOTE];

const WINDOW: Window = {
  slot: "2026-11-23T03:17:00Z",
  document: { path: "models/late-flights/drift/a.json", digest: "a".repeat(64) },
  workflowRun: { id: 7, url: "https://github.com/acme/flights/actions/runs/7" },
  commit: "c".repeat(40),
  judgedAt: "2026-11-23T03:20:00Z",
  rows: 1000,
  verdict: "drift",
  broken: false,
  scores: [{ column: "delay", aspect: "distribution", effect: 0.3, bound: 0.1, verdict: "drift", structural: false }],
};

const MODEL: DashboardModel = {
  name: "late-flights",
  newest: 8,
  holders: [
    {
      environment: "production",
      version: 7,
      digest: undefined,
      since: "2026-11-02T10:00:00Z",
      by: "bo",
      pullRequest: 41,
      deployment: "success",
      pullable: undefined,
      problems: [],
    },
  ],
  environments: ["production", "staging"],
  checks: { windows: [WINDOW], next: "2026-11-30T03:17:00Z" },
  pulls: [["#43 retrains the model"]],
  failing: [["checks are late: #44"], [{ code: "production" }, ": ", { text: "@everybody <b>failed</b>" }]],
  boxes: OFFERED,
};

describe("findTicked", () => {
  const line = (box: DashboardBox, mark = "x", words = "Do it") => `- [${mark}] ${words} ${boxKey(box)}`;

  it.each`
    what                                           | body                                                              | boxes               | unknown
    ${"nothing"}                                   | ${renderDashboard([MODEL])}                                       | ${[]}               | ${false}
    ${"a ticked box"}                              | ${renderDashboard([MODEL]).replace("- [ ] Check", "- [x] Check")} | ${[CHECK]}          | ${false}
    ${"a capital, a star, Windows' line breaks"}   | ${`* [X] a ${boxKey(CHECK)}\r\n+ [x] b ${boxKey(PROMOTE)}\r\n`}   | ${[CHECK, PROMOTE]} | ${false}
    ${"a box that was moved and renamed"}          | ${`${line(RETRAIN, "x", "Delete everything")}\n\n# late-flights`} | ${[RETRAIN]}        | ${false}
    ${"the same box twice"}                        | ${`${line(CHECK)}\n${line(CHECK)}`}                               | ${[CHECK]}          | ${false}
    ${"a box of another model"}                    | ${line({ action: "check", model: "churn" })}                      | ${[]}               | ${true}
    ${"a box of a version that is not the newest"} | ${line({ ...PROMOTE, version: 7 })}                               | ${[]}               | ${true}
    ${"two keys on one line"}                      | ${`- [x] Check ${boxKey(CHECK)} ${boxKey(PROMOTE)}`}              | ${[]}               | ${true}
    ${"a key without a box"}                       | ${boxKey(CHECK)}                                                  | ${[]}               | ${false}
    ${"a box without a key"}                       | ${"- [x] Check for drift now"}                                    | ${[]}               | ${false}
    ${"a box inside of a sentence"}                | ${`Please - [x] ${boxKey(CHECK)}`}                                | ${[]}               | ${false}
    ${"a key of no grammar"}                       | ${"- [x] <!-- pawl:do check ../../x -->"}                         | ${[]}               | ${false}
    ${"an empty text"}                             | ${""}                                                             | ${[]}               | ${false}
  `("$what", ({ body, boxes, unknown }) => {
    expect(findTicked(body, OFFERED)).toEqual({ boxes, unknown });
  });

  it("takes a long hostile text in linear time", () => {
    const body = `${"- [x] <!-- pawl:do ".repeat(3000)}\n${"- [x] ".repeat(5000)}`;
    const start = performance.now();
    expect(findTicked(body, OFFERED).boxes).toEqual([]);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("attributeEdits", () => {
  const edit = (editor: string | undefined, minute: number) => ({ editor, at: `2026-11-26T12:0${String(minute)}:00Z` });
  it.each`
    what                                          | edits                                                         | author
    ${"nobody's"}                                 | ${[]}                                                         | ${{ kind: "unknown" }}
    ${"the App's own"}                            | ${[edit("pawl[bot]", 1)]}                                     | ${{ kind: "unknown" }}
    ${"one person's"}                             | ${[edit("pawl[bot]", 1), edit("ana", 2)]}                     | ${{ kind: "person", login: "ana", at: "2026-11-26T12:02:00Z" }}
    ${"one person's, twice"}                      | ${[edit("ana", 3), edit("Ana", 2), edit("pawl[bot]", 1)]}     | ${{ kind: "person", login: "ana", at: "2026-11-26T12:03:00Z" }}
    ${"of two, the last of whom did not tick"}    | ${[edit("pawl[bot]", 1), edit("mallory", 2), edit("ana", 3)]} | ${{ kind: "several" }}
    ${"of one, after the App restored another's"} | ${[edit("mallory", 1), edit("pawl[bot]", 2), edit("ana", 3)]} | ${{ kind: "person", login: "ana", at: "2026-11-26T12:03:00Z" }}
    ${"of a ghost"}                               | ${[edit("pawl[bot]", 1), edit(undefined, 2)]}                 | ${{ kind: "unknown" }}
    ${"of a ghost and a person"}                  | ${[edit(undefined, 1), edit("ana", 2)]}                       | ${{ kind: "several" }}
  `("$what", ({ edits, author }) => {
    expect(attributeEdits(edits, "pawl[bot]")).toEqual(author);
  });
});

describe("offerBoxes", () => {
  const FACTS: OfferFacts = {
    model: "late-flights",
    environments: ["staging", "production"],
    aliases: new Map([["production", 7]]),
    newest: 8,
    watched: true,
    retrainable: true,
    moving: new Set(),
    retraining: false,
  };
  it.each`
    what                                          | change                                                      | offered
    ${"everything that can be asked for"}         | ${{}}                                                       | ${["check", "retrain", "promote staging", "promote production"]}
    ${"no promotion of what serves there"}        | ${{ aliases: new Map([["production", 8]]) }}                | ${["check", "retrain", "promote staging"]}
    ${"no promotion without a version"}           | ${{ newest: undefined }}                                    | ${["check", "retrain"]}
    ${"nothing that a pull request is open for"}  | ${{ moving: new Set(["staging"]), retraining: true }}       | ${["check", "promote production"]}
    ${"no check and no retraining without a key"} | ${{ watched: false, retrainable: false, environments: [] }} | ${[]}
  `("$what", ({ change, offered }) => {
    const boxes = offerBoxes({ ...FACTS, ...change });
    expect(boxes.map((box) => (box.action === "promote" ? `promote ${box.environment}` : box.action))).toEqual(offered);
  });
});

describe("renderDashboard", () => {
  it("shows what serves, what was found, what waits and what is wrong", async () => {
    const quiet: DashboardModel = {
      ...MODEL,
      name: "churn",
      newest: undefined,
      holders: [],
      checks: undefined,
      pulls: [],
      failing: [],
      boxes: [],
    };
    await expect(renderDashboard([MODEL, quiet])).toMatchFileSnapshot("__issues__/dashboard.md");
  });

  it("keeps within what GitHub takes, with whatever is wrong", () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ ...MODEL, name: `model-${String(index)}` }));
    const text = renderDashboard(many);
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toContain("`model-299`");
    expect(text).toContain("more models than fit");
  });

  it("has a text for what became of ticked boxes", async () => {
    const text = renderDashboardAnswer({
      by: "ana",
      at: "2026-11-26T12:00:00Z",
      answers: [{ box: PROMOTE, answer: "#45 promotes version 8. Merging it is what does it." }],
      unknown: true,
    });
    await expect(text).toMatchFileSnapshot("__issues__/answer.md");
    expect(findTicked(text, OFFERED)).toEqual({ boxes: [], unknown: false });
  });
});
