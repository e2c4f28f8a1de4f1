import { describe, expect, it } from "vitest";
import { mayKeepAnswer } from "../../src/github/may-keep-answer.ts";

const API = "https://api.github.test";
const FLIGHTS = { owner: "acme", repo: "flights" };
const mayKeep = mayKeepAnswer(API, FLIGHTS, { seesOthers: true });

describe("attack: a fork's pull request reads what the bot keeps", () => {
  it.each([
    ["/repos/acme/flights", true],
    ["/repos/Acme/Flights/pulls?state=open&per_page=100", true],
    ["/repos/acme/flights/contents/.github%2Fpawl.yml?ref=main", true],
    ["/apps/github-actions", true],
    ["/repos/acme/flights/collaborators/ben/permission", false],
    ["/repos/acme/flights/collaborators", false],
    ["/repos/acme/flights/teams", false],
    ["/repos/acme/flights-secret/contents/x", false],
    ["/repos/acme/.github/contents/pawl.yml", false],
    ["/orgs/acme/teams/ml/memberships/ben", false],
    ["/installation/repositories", false],
    ["/user", false],
  ])("%s: %s", (path, kept) => {
    expect(mayKeep(`${API}${path}`, "{}")).toBe(kept);
  });

  it("what a job's own token reads of the owner's defaults is public", () => {
    const url = `${API}/repos/acme/.github/contents/.github%2Fpawl.yml?ref=HEAD`;
    expect(mayKeepAnswer(API, FLIGHTS, { seesOthers: false })(url, "{}")).toBe(true);
  });

  it.each([
    ['{"temp_clone_token":"AABB"}', false],
    ['{"temp_clone_token":""}', true],
    ['{"temp_clone_token":null}', true],
  ])("the repository as %s: %s", (body, kept) => {
    expect(mayKeep(`${API}/repos/acme/flights`, body)).toBe(kept);
  });
});
