import { Octokit } from "@octokit/rest";
import { expect, it } from "vitest";
import { listPullsOfBranch } from "../../src/github/branch-pulls.ts";

const SELF = { id: 7, slug: "pawl", login: "pawl[bot]" };
const BRANCH = "pawl-retrain/late-flights";

/** A pull request to repository 1 as GitHub lists it. */
function pull(number: number, head: { readonly ref: string; readonly repo: { readonly id: number } | null }) {
  return {
    number,
    state: "open",
    merged_at: null,
    title: "Retrain",
    body: null,
    updated_at: "2026-11-26T12:00:00Z",
    html_url: `https://github.com/acme/flights/pull/${String(number)}`,
    user: { login: "ben", type: "User" },
    head: { sha: "a".repeat(40), ...head },
    base: { ref: "main", repo: { id: 1 } },
  };
}

it("attack: a pull request from a fork of the same organization is not one from the App's branch", async () => {
  const listed = [
    pull(4, { ref: BRANCH, repo: { id: 1 } }),
    pull(5, { ref: BRANCH, repo: { id: 2 } }),
    pull(6, { ref: BRANCH, repo: null }),
    pull(7, { ref: "other", repo: { id: 1 } }),
  ];
  const headers = { "content-type": "application/json" };
  const fetch = async () => new Response(JSON.stringify(listed), { status: 200, headers });
  const octokit = new Octokit({ request: { fetch } });
  const found = await listPullsOfBranch(octokit, { owner: "acme", repo: "flights" }, BRANCH, SELF);
  expect(found.map(({ number }) => number)).toEqual([4]);
});
