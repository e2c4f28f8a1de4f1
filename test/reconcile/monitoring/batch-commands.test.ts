import { describe, expect, it } from "vitest";
import { documentDigest, serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { monitoringPath, noMonitoring, type Window } from "../../../src/core/monitoring/monitoring.ts";
import { serializeMonitoringDocument } from "../../../src/core/monitoring/monitoring-documents.ts";
import { readMonitoring } from "../../../src/reconcile/monitoring/read-monitoring.ts";
import { runCommand } from "../../../src/reconcile/run-command.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { writeToLedger } from "../../../src/reconcile/write-to-ledger.ts";
import { buildDrift as buildDriftEvidence } from "../../core/evidence/build-evidence.ts";
import { buildBroken, buildDrift, buildWindow } from "../../core/retraining/build-retraining.ts";
import { type RegistryRepository, useRegistryScene } from "../registry/registry-scene.ts";

const scene = useRegistryScene();

const MODEL = "late-flights";
const model = (name: string) => `  ${name}:
    paths: ["${name}.py"]
    primary-metric: roc-auc
    data: [{ name: flights, path: data/flights.csv }]
    drift: { schedule: "17 3 * * *" }
`;
const ONE = `models:\n${model(MODEL)}`;

async function create(windows: readonly Window[], config = ONE, reference: readonly string[] = []) {
  const here = await scene.create({ ".github/pawl.yml": config });
  const { number } = await scene.fake.control.createIssue({
    repository: here.repository,
    title: "Talk",
    author: "ana",
  });
  await putWindows(here.open(), windows, reference);
  return { here, number };
}

/** The newest window's document was compared with batches of these names. */
async function putWindows(workplace: Workplace, windows: readonly Window[], reference: readonly string[]) {
  const text = serializeEvidence(buildDriftEvidence({ reference: reference.map((name) => ({ name, rows: 1000 })) }));
  const path = `evidence/${MODEL}/2026-11/drift-1-1-flights.json`;
  const [first, ...others] = windows;
  const document = { path, digest: documentDigest(text) };
  const known = first === undefined || reference.length === 0 ? windows : [{ ...first, document }, ...others];
  const bytes = Buffer.from(serializeMonitoringDocument({ ...noMonitoring(MODEL), windows: [...known] }));
  await writeToLedger(workplace, async () => ({
    files: [
      { path: monitoringPath(MODEL), bytes },
      { path, bytes: Buffer.from(text) },
    ],
    headline: "Windows",
    result: undefined,
  }));
}

async function say(here: RegistryRepository, number: number, author: string, body: string) {
  const { commentId } = await scene.fake.control.comment({ repository: here.repository, number, author, body });
  const comment = { issue: number, onPullRequest: false, commentId, author, body, createdAt: "2026-11-26T12:00:00Z" };
  await runCommand(here.open(), comment, "main");
  // GitHub may tell of it twice.
  await runCommand(here.open(), comment, "main");
  const comments = (await scene.api(`/repos/${here.repository}/issues/${String(number)}/comments?per_page=100`)) as {
    body: string;
  }[];
  const reactions = (await scene.api(`/repos/${here.repository}/issues/comments/${String(commentId)}/reactions`)) as {
    content: string;
  }[];
  const answer = comments.find((one) => one.body.startsWith(`<!-- pawl:answer:${String(commentId)} -->`))?.body;
  return { answer: answer?.split("-->\n")[1], reactions: reactions.map(({ content }) => content) };
}

const decisionsOf = async (here: RegistryRepository) => (await readMonitoring(here.open(), MODEL)).decisions ?? [];
const headlinesOf = async (here: RegistryRepository) =>
  ((await scene.api(`/repos/${here.repository}/commits?sha=pawl`)) as { commit: { message: string } }[]).map(
    ({ commit }) => commit.message.split("\n")[0],
  );

describe("/pawl accept", () => {
  it("lets a window that drifted in, with who said so and why on record, and says what changed", async () => {
    const { here, number } = await create([buildDrift(26), buildWindow(25)]);
    const { answer, reactions } = await say(here, number, "ben", "/pawl accept 2026-11-26T03:17Z new *terminal*");
    expect(answer).toContain("`2026-11-26T03:17Z` of `late-flights` is accepted by ben on 2026-11-26 12:00 UTC: new");
    expect(answer).toContain("`/pawl exclude late-flights 2026-11-26T03:17Z <reason>` takes this back");
    expect(answer).not.toContain("*terminal*");
    expect(reactions).toContain("rocket");
    expect(await decisionsOf(here)).toEqual([
      {
        batch: "2026-11-26T03:17Z",
        says: "accept",
        document: buildDrift(26).document.digest,
        by: "ben",
        at: "2026-11-26T12:00:00Z",
        reason: "new *terminal*",
      },
    ]);
  });

  it("said again changes nothing: the first reason stands, and one commit was made", async () => {
    const { here, number } = await create([buildDrift(26)]);
    await say(here, number, "ben", "/pawl accept 2026-11-26 the first reason");
    const { answer } = await say(here, number, "ana", "/pawl accept 2026-11-26 another");
    expect(answer).toContain("accepted by ben on 2026-11-26 12:00 UTC: the first reason");
    expect((await headlinesOf(here)).filter((headline) => headline?.includes("accepted"))).toEqual([
      "late-flights: 2026-11-26T03:17Z is accepted by ben",
    ]);
  });

  it("is taken back by the other command, and takes that back", async () => {
    const { here, number } = await create([buildDrift(26)]);
    await say(here, number, "ben", "/pawl accept 2026-11-26 as it should be");
    await say(here, number, "ana", "/pawl exclude 2026-11-26 it was not");
    expect(await decisionsOf(here)).toMatchObject([{ says: "exclude", by: "ana", reason: "it was not" }]);
    await say(here, number, "ben", "/pawl accept 2026-11-26 it was");
    expect(await decisionsOf(here)).toMatchObject([{ says: "accept", by: "ben", reason: "it was" }]);
  });

  it.each`
    case                                 | windows                               | word                   | said
    ${"a stable one, by itself already"} | ${[buildWindow(26)]}                  | ${"2026-11-26T03:17Z"} | ${/is compared with already/}
    ${"one that broke its contract"}     | ${[buildWindow(27), buildBroken(26)]} | ${"2026-11-26"}        | ${/broke its contract, so nothing is ever/}
    ${"one of an incident that is open"} | ${[buildDrift(26, { broken: true })]} | ${"2026-11-26"}        | ${/data incident that is open/}
    ${"one that there is not"}           | ${[buildDrift(26)]}                   | ${"2026-11-27"}        | ${/not one window `2026-11-27`. There are `2026-11-26T03:17Z`/}
    ${"a beginning that several have"}   | ${[buildDrift(26), buildDrift(25)]}   | ${"2026-11"}           | ${/not one window `2026-11`. There are `2026-11-26T03:17Z`, `2026-11-25/}
    ${"none, before the first check"}    | ${[]}                                 | ${"2026-11-26"}        | ${/There is no window yet/}
    ${"a name that would be markup"}     | ${[buildDrift(26)]}                   | ${"<img/src=x>`@ben"}  | ${/not one window <code>&#60;img/}
  `("does not accept $case", async ({ windows, word, said }) => {
    const { here, number } = await create(windows as readonly Window[]);
    const { answer } = await say(here, number, "ana", `/pawl accept ${String(word)} because`);
    expect(answer).toMatch(said as RegExp);
    expect(await decisionsOf(here)).toEqual([]);
  });

  it("accepts a window of a feed that was broken, once good data have come", async () => {
    const { here, number } = await create([buildWindow(27), buildDrift(26, { broken: true })]);
    await say(here, number, "ana", "/pawl accept 2026-11-26 kilometres from now on");
    expect(await decisionsOf(here)).toMatchObject([{ batch: "2026-11-26T03:17Z", says: "accept" }]);
  });

  it("wants a reason, and the model where there are several", async () => {
    const { here, number } = await create([buildDrift(26)], `${ONE}${model("delays")}`);
    expect((await say(here, number, "ana", "/pawl accept 2026-11-26 because")).answer).toContain(
      "Name a model first, one of `late-flights`, `delays`",
    );
    expect((await say(here, number, "ana", "/pawl accept late-flights 2026-11-26")).answer).toContain("Say why");
    expect((await say(here, number, "ana", "/pawl accept late-flights")).answer).toContain("Name a window, one of");
    await say(here, number, "ana", "/pawl accept late-flights `2026-11-26T03:17Z` because");
    expect(await decisionsOf(here)).toMatchObject([{ reason: "because" }]);
  });

  it.each(["accept", "exclude"])("is refused without write permission: %s", async (command) => {
    const { here, number } = await create([buildDrift(26)]);
    const { answer, reactions } = await say(here, number, "mallory", `/pawl ${command} 2026-11-26 because`);
    expect([answer, reactions]).toEqual([undefined, ["-1"]]);
    expect(await decisionsOf(here)).toEqual([]);
  });
});

describe("/pawl exclude", () => {
  it("keeps a stable window out", async () => {
    const { here, number } = await create([buildWindow(26)]);
    const { answer } = await say(here, number, "ben", "/pawl exclude 2026-11-26 half the hubs were missing");
    expect(answer).toContain("is excluded by ben on 2026-11-26 12:00 UTC: half the hubs were missing");
    expect(await decisionsOf(here)).toMatchObject([{ batch: "2026-11-26T03:17Z", says: "exclude" }]);
  });

  it("keeps a part of the training data out that the newest check was compared with", async () => {
    const { here, number } = await create([buildWindow(26)], ONE, ["v3/part-01", "v3/part-02", "data of mine.csv"]);
    const { answer } = await say(here, number, "ben", "/pawl exclude v3/part-02 a strike");
    expect(answer).toContain("`v3/part-02` of `late-flights` is excluded by ben");
    await say(here, number, "ben", "/pawl accept v3/part-02 it was none");
    expect(await decisionsOf(here)).toMatchObject([{ batch: "v3/part-02", says: "accept" }]);
  });

  it.each`
    case                     | windows                               | said
    ${"that drifted anyhow"} | ${[buildDrift(26)]}                   | ${/drifted and nobody has accepted it/}
    ${"of a broken feed"}    | ${[buildWindow(27), buildBroken(26)]} | ${/is of a broken feed/}
  `("has nothing to do for a window $case", async ({ windows, said }) => {
    const { here, number } = await create(windows as readonly Window[]);
    expect((await say(here, number, "ana", "/pawl exclude 2026-11-26 because")).answer).toMatch(said as RegExp);
    expect(await decisionsOf(here)).toEqual([]);
  });
});
