import { describe, expect, it } from "vitest";
import { ALIASES, usePromotionScene } from "./promotion-scene.ts";

const { create } = usePromotionScene();

describe("pawl / promotion", () => {
  it("waits for an approval, and turns green with it", async () => {
    const here = await create();
    const { number } = await here.pull({ [ALIASES]: "production: 2\n" });
    expect(await here.judge(number)).toMatchObject({
      conclusion: "action_required",
      title: expect.stringContaining("1 → 2"),
    });
    await here.approve(number);
    const { conclusion, text } = await here.judge(number, "promotion");
    expect({ conclusion, text }).toMatchObject({ conclusion: "success", text: expect.stringContaining("ben") });
  });
});
