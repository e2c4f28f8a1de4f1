import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseCredentials } from "../../actions/registry-credentials.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const LOGIN = { auths: { "ghcr.io": { username: "robot", password: "login" } } };
const UNREADABLE = { auths: { "ghcr.io": {} }, credsStore: "desktop" };

describe("who an action is at a registry", () => {
  it.each`
    what                                              | inputs                                                              | docker           | registry              | who
    ${"the inputs come first"}                        | ${{ username: "ana", password: "secret", "github-token": "token" }} | ${LOGIN}         | ${"ghcr.io"}          | ${"ana:secret"}
    ${"a password alone is the actor's"}              | ${{ password: "secret", "github-token": "token" }}                  | ${LOGIN}         | ${"ghcr.io"}          | ${"octo:secret"}
    ${"then what docker login left"}                  | ${{ "github-token": "token" }}                                      | ${LOGIN}         | ${"ghcr.io"}          | ${"robot:login"}
    ${"then, at GitHub's registry, the job's token"}  | ${{ "github-token": "token" }}                                      | ${undefined}     | ${"ghcr.io"}          | ${"octo:token"}
    ${"a login elsewhere is none here"}               | ${{ "github-token": "token" }}                                      | ${{ auths: {} }} | ${"GHCR.io"}          | ${"octo:token"}
    ${"a login that cannot be read keeps nobody off"} | ${{ "github-token": "token" }}                                      | ${UNREADABLE}    | ${"ghcr.io"}          | ${"octo:token"}
    ${"attack: the job's token goes nowhere else"}    | ${{ "github-token": "token" }}                                      | ${undefined}     | ${"ghcr.io.evil.com"} | ${undefined}
    ${"without a token the login"}                    | ${{}}                                                               | ${LOGIN}         | ${"ghcr.io"}          | ${"robot:login"}
    ${"nobody"}                                       | ${{}}                                                               | ${undefined}     | ${"ghcr.io"}          | ${undefined}
  `("$what", async ({ inputs, docker, registry, who }) => {
    const folder = temporaryFolder();
    if (docker !== undefined) writeFileSync(join(folder, "config.json"), JSON.stringify(docker));
    const source = chooseCredentials(inputs, "ghcr.io", { user: "octo", env: { DOCKER_CONFIG: folder } });
    const found = await source(registry, "acme/model");
    expect(found?.kind === "basic" ? `${found.username}:${found.password}` : found).toBe(who);
  });

  it("says that a user has no password", () => {
    const choose = () => chooseCredentials({ username: "ana" }, "ghcr.io", { user: "octo", env: {} });
    expect(choose).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });
});
