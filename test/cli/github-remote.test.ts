import { describe, expect, it } from "vitest";
import type { Clone } from "../../src/cli/clone/open-clone.ts";
import { openGitHubRemote, parseRemoteAddress } from "../../src/cli/github-remote.ts";

const BRANCH = { name: "origin/main", commit: "0".repeat(40), read: async () => undefined, list: async () => [] };
const clone = (origin: string | undefined): Clone => ({ folder: "/", origin, main: BRANCH, ledger: undefined });

describe("the address of a remote", () => {
  it.each`
    address                                           | host                | name
    ${"https://github.com/acme/flights.git"}          | ${"github.com"}     | ${"acme/flights"}
    ${"https://github.com/acme/flights"}              | ${"github.com"}     | ${"acme/flights"}
    ${"https://x-access-token:a@github.com/acme/f.g"} | ${"github.com"}     | ${"acme/f.g"}
    ${"git@github.com:acme/flights.git"}              | ${"github.com"}     | ${"acme/flights"}
    ${"ssh://git@ghe.example:2222/acme/flights.git"}  | ${"ghe.example"}    | ${"acme/flights"}
    ${"http://127.0.0.1:4000/you/late-flights.git"}   | ${"127.0.0.1:4000"} | ${"you/late-flights"}
  `("$address is $name on $host", ({ address, host, name }: { address: string; host: string; name: string }) => {
    const parsed = parseRemoteAddress(address);
    expect([parsed?.host, `${parsed?.repository.owner ?? ""}/${parsed?.repository.repo ?? ""}`]).toEqual([host, name]);
  });

  it.each(["/srv/git/flights.git", "file:///srv/flights", "https://github.com/acme", "../flights", ""])(
    "%s is none of GitHub's",
    (address) => {
      expect(parseRemoteAddress(address)).toBeUndefined();
    },
  );

  it("that is missing, and a token that is missing, are said with the way out", async () => {
    await expect(openGitHubRemote(clone(undefined), { env: {} })).rejects.toThrow("not a repository on GitHub");
    const here = openGitHubRemote(clone("https://github.com/acme/flights"), { env: { PATH: "/nowhere" } });
    await expect(here).rejects.toMatchObject({ hint: expect.stringContaining("gh auth login") });
  });
});
