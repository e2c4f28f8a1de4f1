import { describe, expect, it } from "vitest";
import type { RenderedPromotionCheck } from "../../../src/core/gate/promotion-facts.ts";
import { renderPromotionCheck } from "../../../src/core/gate/render-promotion-check.ts";
import { PROMOTION_CASES } from "./promotion-cases.ts";

/** The check as one page, for a reviewer's eyes. */
function page({ title, conclusion, summary, text, annotations }: RenderedPromotionCheck): string {
  const lines = annotations.map(
    ({ path, line, title: about, message }) => `${path}:${String(line)} ${about}: ${message}`,
  );
  return `# ${title}\n\n*${conclusion}*\n\n${summary}\n\n---\n\n${text}\n${lines.length === 0 ? "" : `\n---\n\n${lines.join("\n")}\n`}`;
}

describe("pawl / promotion", () => {
  it.each(Object.entries(PROMOTION_CASES))("shows: %s", async (name, facts) => {
    await expect(page(renderPromotionCheck(facts))).toMatchFileSnapshot(`__checks__/${name}.md`);
  });
});
