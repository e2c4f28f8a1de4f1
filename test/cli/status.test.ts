import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pawlIn } from "../support/pawl-at-terminal.ts";
import { type CloneScene, createCloneScene, GIT_ENV } from "./clone/clone-scene.ts";
import { ALIASES, ledgerOf, pushSmallPackage } from "./registry-scene.ts";

let scene: CloneScene;
let packages: string;

beforeEach(() => {
  scene = createCloneScene({ [ALIASES]: "# who serves\nproduction: 2\nstaging: 3\n" });
  packages = `oci-layout:${join(scene.folder, "packages")}`;
});
afterEach(() => scene.remove());

const pawl = (...args: string[]) => pawlIn(scene.clone(), GIT_ENV, args);

/** Version 2 holds production and can be pulled; version 3 is registered and its package is gone. */
async function addLedger(standing: "approved" | "unverified" = "approved"): Promise<string> {
  const digest = await pushSmallPackage(packages, "weights of 2");
  const gone = `sha256:${"3".repeat(64)}`;
  scene.commitToLedger(
    ledgerOf(
      [
        { version: 1, digest: await pushSmallPackage(packages, "weights of 1"), repository: packages },
        { version: 2, digest, repository: packages },
        { version: 3, digest: gone, repository: packages },
      ],
      [
        { version: 1, movedAt: "2026-09-05T08:00:00Z" },
        { version: 2, previous: 1, movedAt: "2026-10-16T08:00:00Z", standing, status: "success" },
      ],
    ),
  );
  return digest;
}

describe("pawl status", () => {
  it("says what serves where, since when, and whether it can be pulled now", async () => {
    const digest = await addLedger();
    const { code, printed } = await pawl("status", "--json");
    const [model] = JSON.parse(printed).models;
    expect(model).toMatchObject({ model: "late-flights", newest: 3, versions: 3 });
    expect(model.holders[0]).toMatchObject({
      environment: "production",
      version: 2,
      digest,
      since: "2026-10-16T08:00:00Z",
      by: "bo",
      deployment: "success",
      pullable: { kind: "pullable" },
      problems: [],
    });
    expect(model.holders[1]).toMatchObject({ environment: "staging", version: 3, pullable: { kind: "absent" } });
    expect(model.holders[1].problems).toHaveLength(2);
    expect(code).toBe(1);
  });

  it("is a table that a person can read", async () => {
    await addLedger();
    const { printed } = await pawl("status");
    expect(printed).toMatch(
      /production +version 2 +sha256:\w{12} +for \d+ days, by bo +deployment: success +pullable, checked now/,
    );
    expect(printed).toContain("✗ staging: its package is not where it was pushed");
  });

  it("asks nobody where that is not wanted", async () => {
    await addLedger();
    const { printed } = await pawl("status", "--no-pull-check", "--json");
    expect(JSON.parse(printed).models[0].holders.map((holder: { pullable?: object }) => holder.pullable)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("does not call an alias that moved without a verdict well", async () => {
    await addLedger("unverified");
    expect((await pawl("status")).printed).toContain("production: the alias moved without a passing verdict");
  });

  it("says that an alias names a version that was never registered", async () => {
    const { code, printed } = await pawl("status");
    expect(printed).toContain("version 2 is not in the registry");
    expect(code).toBe(1);
  });

  it.each`
    aliases                              | said
    ${"production: 2\nproduction: 3\n"}  | ${"late-flights.yml:2"}
    ${"production: &a 2\nstaging: *a\n"} | ${"late-flights.yml:1"}
  `("names the line of an alias file that cannot be read: $aliases", async ({ aliases, said }) => {
    scene.commit({ [ALIASES]: aliases });
    const { code, told } = await pawl("status");
    expect(told).toContain(said);
    expect(code).toBe(2);
  });
});

describe("pawl history", () => {
  it("tells who served when, by whose decision, from the clone alone", async () => {
    await addLedger();
    const { code, printed } = await pawl("history");
    expect(code).toBe(0);
    const [, now = "", before = ""] = printed.split("\n");
    expect(now).toMatch(/^production +late-flights 2 +2026-10-16.*now, \d+ days +bo +cleo/);
    expect(before).toMatch(/^production +late-flights 1 +2026-09-05.*41 days +bo +cleo/);
    const json = JSON.parse((await pawl("history", "late-flights", "--json")).printed);
    expect(json.moves.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect((await pawl("history", "--markdown")).printed).toContain("| `production` | 2 |");
  });

  it("leaves out a document that was changed on the ledger", async () => {
    await addLedger();
    scene.commitToLedger({ "models/late-flights/promotions/production-2.json": "{}\n" });
    const json = JSON.parse((await pawl("history", "--json")).printed);
    expect(json.moves[0].record).toBeUndefined();
    expect(json.moves[1].record.approvedBy).toEqual(["cleo"]);
  });

  it.each`
    args                      | said
    ${["history", "churn"]}   | ${"Known here: late-flights"}
    ${["history", "../../x"]} | ${"is not a model name"}
  `("refuses $args", async ({ args, said }: { args: string[]; said: string }) => {
    const { code, told } = await pawl(...args);
    expect([code, told]).toEqual([2, expect.stringContaining(said)]);
  });

  it("says so where there is no model yet", async () => {
    const empty = createCloneScene({ "README.md": "nothing yet\n" });
    try {
      const { code, told } = await pawlIn(empty.clone(), GIT_ENV, ["history"]);
      expect([code, told]).toEqual([2, expect.stringContaining("no model has an alias or a version here yet")]);
    } finally {
      empty.remove();
    }
  });
});
