import { expect, it } from "vitest";
import { findOwnIssues, upsertIssue } from "../../src/reconcile/upsert-issue.ts";
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

const INCIDENT = { marker: "<!-- pawl:x -->", title: "X", body: "<!-- pawl:x -->\nx", reopen: true };

it("an issue that a replica opened since they were listed is not opened again", async () => {
  const here = await scene.create();
  const one = here.open();
  expect(await findOwnIssues(one, "")).toEqual([]);
  const number = await upsertIssue(here.open(), INCIDENT);
  expect(await upsertIssue(one, INCIDENT)).toBe(number);
});

it("an issue that was deleted, of which nobody told the App, is opened anew with the next look", async () => {
  const here = await scene.create();
  const one = here.open();
  const number = await upsertIssue(one, INCIDENT);
  const gone = one.memory.ownIssues?.map((issue) => ({ ...issue, number: 4321 }));
  one.memory.ownIssues = gone;
  await expect(upsertIssue(one, { ...INCIDENT, body: `${INCIDENT.body} and y` })).rejects.toMatchObject({
    status: 404,
  });
  expect(await upsertIssue(one, INCIDENT)).toBe(number);
});
