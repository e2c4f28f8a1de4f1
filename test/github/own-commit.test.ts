import { expect, it } from "vitest";
import { isOwnCommit } from "../../src/github/own-commit.ts";

const SELF = { id: 7, slug: "pawl", login: "pawl[bot]" };

it.each([
  ["made by the App, signed by GitHub", "pawl[bot]", "web-flow", true, true],
  ["made by the App, on a server without an account for its own commits", "pawl[bot]", undefined, true, true],
  ["made by the App in its own name", "pawl[bot]", "pawl[bot]", true, true],
  ["attack: the App as author, signed by somebody with a key of their own", "pawl[bot]", "mallory", true, false],
  ["attack: the App as author and committer, unsigned", "pawl[bot]", "pawl[bot]", false, false],
  ["attack: the App as author and GitHub as committer, unsigned", "pawl[bot]", "web-flow", false, false],
  ["made by somebody on GitHub's pages", "mallory", "web-flow", true, false],
] as const)("a commit %s", (_, author, committer, verified, own) => {
  const origin = {
    author: { login: author },
    committer: committer === undefined ? null : { login: committer },
    commit: { verification: { verified } },
  };
  expect(isOwnCommit(origin, SELF)).toBe(own);
});
