type Fetch = typeof globalThis.fetch;

/** Opening a pull request, and moving a branch or a tag. */
const MOVES = /\/repos\/[^/]+\/[^/]+\/(pulls$|git\/refs)/;

/**
 * Notices that the bot opened a pull request or moved a branch. A server is told so by a webhook; of what a job's token
 * does GitHub tells no workflow, so the bot has to look at its own pull requests itself.
 */
export function watchOwnBranches(fetch: Fetch): {
  readonly fetch: Fetch;
  /** Whether it happened since this was last asked. */
  readonly ownBranchesMoved: () => boolean;
} {
  let moved = false;
  return {
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const method = init?.method ?? "GET";
      if ((method === "POST" || method === "PATCH") && response.ok && MOVES.test(String(input))) moved = true;
      return response;
    },
    ownBranchesMoved: () => {
      const was = moved;
      moved = false;
      return was;
    },
  };
}
