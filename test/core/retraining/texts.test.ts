import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import type { Check } from "../../../src/core/dataset/check.ts";
import { renderClosedDataIncident, renderDataIncident } from "../../../src/core/retraining/render-data-incident.ts";
import { renderRetrainingBody } from "../../../src/core/retraining/render-retraining-body.ts";
import { renderRetrainingComment } from "../../../src/core/retraining/render-retraining-comment.ts";
import { weekOf } from "../monitoring/window-cases.ts";
import { buildCheck } from "../report/build-data-facts.ts";
import { BODY_CASES, buildFinding, INCIDENT_CASES, NEWS_CASES } from "./text-cases.ts";

/** What GitHub takes in a body or a comment. */
const GITHUB_TAKES = 65_536;

const body = (name: string) => {
  const facts = BODY_CASES[name];
  return facts === undefined ? "" : renderRetrainingBody(facts);
};
const comment = (name: string) => {
  const news = NEWS_CASES[name];
  return news === undefined
    ? ""
    : renderRetrainingComment({ model: "late-flights", counter: 3, workflow: "train.yml", news });
};
const incident = (name: string) => {
  const facts = INCIDENT_CASES[name];
  return facts === undefined ? { title: "", body: "" } : renderDataIncident(facts);
};

describe("text of the retraining pull request", () => {
  it.each(Object.keys(BODY_CASES))("shows: %s", async (name) => {
    await expect(body(name)).toMatchFileSnapshot(`__texts__/body-${name}.md`);
  });

  it("says why, what, and how to stop it, in this order", () => {
    const text = body("drift");
    const order = [
      "<!-- pawl:retraining late-flights 3 -->",
      "should be trained again",
      "in 2 of the last 5 windows",
      "Drift reports",
      "Last windows",
      "What this changes",
      "What happens now",
      "How to stop it",
      "<details>",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("says from what on a closed one comes back", () => {
    expect(body("drift")).toContain("until it is 1.5 times as large (3.2 times what counts)");
  });
});

describe("the one comment on it", () => {
  it.each(Object.keys(NEWS_CASES))("shows: %s", async (name) => {
    await expect(comment(name)).toMatchFileSnapshot(`__texts__/comment-${name}.md`);
  });

  it("keeps the end of a long log", () => {
    const news = NEWS_CASES["training-failed"];
    if (news?.kind !== "training-failed") throw new Error("no such case");
    const logTail = Array.from({ length: 500 }, (_, line) => `${String(line)} ${"ä".repeat(2000)}`);
    const text = renderRetrainingComment({
      model: "late-flights",
      counter: 3,
      workflow: "train.yml",
      news: { ...news, logTail },
    });
    expect(Buffer.byteLength(text)).toBeLessThan(GITHUB_TAKES);
    expect(text).toContain("The training failed");
    expect(text).toContain("\n499 ä");
  });
});

describe("issue about a broken feed", () => {
  it.each(Object.keys(INCIDENT_CASES))("shows: %s", async (name) => {
    const { title, body: text } = incident(name);
    await expect(`# ${title}\n\n${text}`).toMatchFileSnapshot(`__texts__/incident-${name}.md`);
  });

  it("says at its end that the feed is good again", async () => {
    const text = renderClosedDataIncident({
      model: "late-flights",
      dataset: "flights",
      windows: [weekOf(0, 0.2), weekOf(1, 60, { broken: true })],
      retrains: true,
    });
    await expect(text).toMatchFileSnapshot("__texts__/incident-closed.md");
  });

  it("names broken rules before the warnings, which it leaves to the evidence", () => {
    const { body: text } = incident("minutes-became-seconds");
    expect(text).toContain("1 rule of its contract is broken, and 1 change looks like a fault of the feed");
    expect(text).not.toContain("is not shown");
  });
});

describe("every text", () => {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  const texts = [
    ...Object.keys(BODY_CASES).map((name) => ["body", name, body(name)] as const),
    ...Object.keys(NEWS_CASES).map((name) => ["comment", name, comment(name)] as const),
    ...Object.keys(INCIDENT_CASES).map((name) => ["incident", name, incident(name).body] as const),
  ];

  it.each(texts)("attack: %s %s holds no markup of others", (_, __, text) => {
    const inline = markdown.parse(text, {}).flatMap(({ children }) => children ?? []);
    const links = inline.filter(({ type }) => type === "link_open").map((token) => String(token.attrGet("href")));
    for (const link of links) expect(link).toMatch(/^(https:\/\/github\.com\/|mailto:feed@)/);
    expect(inline.filter(({ type }) => type === "image")).toEqual([]);
    const html = inline.filter(({ type }) => type === "html_inline").map(({ content }) => content);
    for (const tag of html) expect(tag).toMatch(/^<\/?(code|span)>$/);
    const headings = markdown.parse(text, {}).filter(({ type }) => type === "heading_open");
    expect(headings).toEqual([]);
    // Nobody is mentioned but the owners.
    expect(text.replaceAll(/`[^`]*`|<code>.*?<\/code>|```.*?```/gs, "").match(/@\w+/g) ?? []).toEqual(
      text.includes("**For**") ? ["@ana", "@acme"] : [],
    );
    expect(text.match(/<!--/g)).toHaveLength(1);
    expect(text.startsWith("<!-- pawl:")).toBe(true);
    expect(text.endsWith("\n")).toBe(true);
  });

  it("fits into what GitHub takes, and keeps the essential", () => {
    const facts = INCIDENT_CASES["minutes-became-seconds"];
    const retraining = BODY_CASES["drift"];
    if (facts === undefined || retraining === undefined) throw new Error("no such case");
    const checks: readonly Check[] = Array.from({ length: 3000 }, (_, index) =>
      buildCheck(String(index), {
        title: "ü".repeat(490),
        actual: "ü".repeat(490),
        verdict: "fail",
        severity: "error",
      }),
    );
    const findings = Array.from({ length: 6000 }, () => buildFinding({ words: "ü".repeat(490), rescaled: 60 }));
    const edits = Array.from({ length: 20 }, (_, index) => ({
      file: `${"ü".repeat(290)}${String(index)}`,
      pointer: `/${"|".repeat(299)}`,
      before: "|".repeat(500),
      after: "<".repeat(500),
    }));
    const large = [
      renderDataIncident({ ...facts, checks, findings }).body,
      renderRetrainingBody({ ...retraining, findings, changes: edits }),
    ];
    for (const text of large) expect(Buffer.byteLength(text)).toBeLessThan(GITHUB_TAKES);
    expect(large[0]).toContain("How it closes");
    expect(large[1]).toContain("How to stop it");
  });
});
