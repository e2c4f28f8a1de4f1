import { describe, expect, it } from "vitest";
import { findContributors } from "../../src/github/pull-commits.ts";
import { newestReviews, type Review } from "../../src/github/reviews.ts";

const review = (id: number, author: string, state: Review["state"], minute = id): Review => ({
  id,
  author,
  authorIsBot: false,
  state,
  commit: "a".repeat(40),
  submittedAt: `2026-11-26T10:${String(minute).padStart(2, "0")}:00Z`,
});

describe("of each person the newest review counts", () => {
  it.each([
    ["the only one", [review(1, "ben", "approved")], [["ben", "approved"]]],
    [
      "a later refusal",
      [review(1, "ben", "approved"), review(2, "ben", "changes-requested")],
      [["ben", "changes-requested"]],
    ],
    [
      "whatever the order of the pages",
      [review(2, "ben", "approved"), review(1, "ben", "changes-requested")],
      [["ben", "approved"]],
    ],
    [
      "a dismissed one brings nothing back",
      [review(1, "ben", "approved"), review(2, "ben", "dismissed")],
      [["ben", "dismissed"]],
    ],
    [
      "names in capitals are the same person",
      [review(1, "Ben", "approved"), review(2, "ben", "dismissed")],
      [["ben", "dismissed"]],
    ],
  ] as const)("%s", (_name, reviews, expected) => {
    expect(newestReviews(reviews).map(({ author, state }) => [author, state])).toEqual(expected);
  });
});

describe("contributors of a pull request", () => {
  const commit = (wish: {
    author?: string;
    committer?: string;
    message?: string;
    committerEmail?: string;
    signed?: boolean;
  }) => ({
    author: wish.author === undefined ? null : { login: wish.author },
    committer: wish.committer === undefined ? null : { login: wish.committer },
    commit: {
      message: wish.message ?? "change",
      author: { email: "author@example.com" },
      committer: { email: wish.committerEmail ?? "committer@example.com" },
      verification: { verified: wish.signed ?? false },
    },
  });
  it.each([
    ["author and committer", [commit({ author: "ana", committer: "ben" })], ["ana", "ben"], 0],
    [
      "GitHub as committer is nobody",
      [commit({ author: "ana", committer: "web-flow", committerEmail: "noreply@github.com", signed: true })],
      ["ana"],
      0,
    ],
    [
      "attack: GitHub's name in an unsigned commit hides whose it is",
      [commit({ author: "web-flow", committer: "web-flow", committerEmail: "noreply@github.com" })],
      [],
      2,
    ],
    ["an address of no account is somebody unknown", [commit({ committer: "ben" })], ["ben"], 1],
    [
      "co-authors, by GitHub's private address",
      [
        commit({
          author: "ana",
          committer: "ana",
          message: "x\n\nCo-authored-by: Cleo <77+cleo@users.noreply.github.com>\nco-authored-by: D <d@example.com>\n",
        }),
      ],
      ["ana", "cleo"],
      1,
    ],
    [
      "a bot as co-author",
      [
        commit({
          author: "ana",
          committer: "ana",
          message: "x\n\nCo-authored-by: P <1+pawl[bot]@users.noreply.github.com>",
        }),
      ],
      ["ana", "pawl[bot]"],
      0,
    ],
  ])("%s", (_name, commits, logins, unknown) => {
    expect(findContributors(commits)).toEqual({ logins, unknown });
  });

  it("commits that GitHub does not list any more count as somebody unknown", () => {
    const commits = Array.from({ length: 250 }, () => commit({ author: "ana", committer: "ana" }));
    expect(findContributors(commits)).toEqual({ logins: ["ana"], unknown: 1 });
  });
});
