import { expect, it } from "vitest";
import { upsertIssue } from "../../src/reconcile/upsert-issue.ts";
import { useRegistryScene } from "./registry/registry-scene.ts";

const scene = useRegistryScene();

it("an issue is found again after hundreds of others that the App opened", async () => {
  const here = await scene.create();
  const first = here.open();
  const wish = {
    marker: "<!-- pawl:dashboard -->",
    title: "Models",
    body: "<!-- pawl:dashboard -->\nx",
    reopen: false,
  };
  const number = await upsertIssue(first, wish);
  const [owner = "", repo = ""] = here.repository.split("/");
  for (let count = 0; count < 210; count++) {
    await first.octokit.rest.issues.create({ owner, repo, title: `Of another workflow ${String(count)}` });
  }
  expect(await upsertIssue(here.open(), wish)).toBe(number);
});
