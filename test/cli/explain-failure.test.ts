import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainFailure } from "../../src/cli/explain-failure.ts";
import { createJobOctokit } from "../../src/github/octokit.ts";

/** Answers with the status that the path names. */
const server = createServer((request, response) => {
  const status = Number(/\/repos\/(\d+)\//.exec(request.url ?? "")?.[1]);
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message: "no" }));
});
let apiUrl: string;
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  apiUrl = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : "")}`;
});
afterAll(() => server.close());

const failure = (status: number, url = apiUrl): Promise<unknown> =>
  createJobOctokit({ token: "t", apiUrl: url, patience: { longestWaitMs: 0, attempts: 1 } })
    .rest.repos.get({ owner: String(status), repo: "flights" })
    .catch((error: unknown) => error);

describe("a failed request at a terminal", () => {
  it.each`
    status | message                                                          | hint
    ${401} | ${"GitHub does not accept the token"}                            | ${"gh auth login"}
    ${403} | ${"GitHub says that this token may not"}                         | ${"pull requests: write"}
    ${404} | ${"GitHub has no such thing, or does not show it to this token"} | ${"remote origin"}
    ${422} | ${"GitHub will not do it"}                                       | ${"git fetch"}
    ${502} | ${"GitHub answered 502"}                                         | ${"--offline"}
  `(
    "of $status says: $message",
    async ({ status, message, hint }: { status: number; message: string; hint: string }) => {
      expect(explainFailure(await failure(status))).toMatchObject({
        code: "GITHUB_REFUSED",
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      });
    },
  );

  it("that nobody answered says so, and what works without GitHub", async () => {
    // fetch refuses this port as if nobody were there.
    const explained = explainFailure(await failure(200, "http://127.0.0.1:1"));
    expect(explained).toMatchObject({
      message: expect.stringContaining("could not be reached"),
      hint: expect.stringContaining("pawl rollback --print"),
    });
  });

  it.each([new Error("of ours"), "text", undefined])("leaves %s as it is", (error) => {
    expect(explainFailure(error)).toBe(error);
  });
});
