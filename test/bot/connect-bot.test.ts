import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createProbot, type ProbotSettings } from "../../app/create-probot.ts";
import { createAnswerCache } from "../../bot/answer-cache.ts";
import { connectBot } from "../../bot/connect-bot.ts";
import { type FakeGitHub, startFakeGitHub } from "../../sandbox/github/start-fake-github.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const repository = { owner: "ana", repo: "flights" };
let fake: FakeGitHub;
let personsToken = "";

const connect = (auth: ProbotSettings["auth"]) =>
  createProbot({ auth, apiUrl: fake.url, logLevel: "fatal", logFormat: "json", writeGapMs: 0 });

beforeAll(async () => {
  fake = await startFakeGitHub();
  personsToken = (await fake.control.createUser({ login: "ana" })).token;
  await fake.control.createRepository({
    owner: "ana",
    name: "flights",
    files: { ".github/workflows/bot.yml": "on: { workflow_dispatch: {} }\njobs: { bot: { runs-on: x } }\n" },
  });
});
afterAll(() => fake.close());

it("with the job's own token the bot is GitHub Actions, by GitHub's word, and its checks are advisory", async () => {
  await fetch(`${fake.url}/repos/ana/flights/actions/workflows/bot.yml/dispatches`, {
    method: "POST",
    headers: { authorization: `Bearer ${personsToken}` },
    body: JSON.stringify({ ref: "main" }),
  });
  const run = await fake.control.takeWorkflowRun({ waitMs: 5000 });
  const token = run?.token ?? "";
  const bot = await connectBot(await connect({ token }), {
    credentials: { kind: "job", token },
    repository,
    verifies: true,
  });
  expect(bot.self).toEqual({ id: 15_368, slug: "github-actions", login: "github-actions[bot]" });
  expect(bot.checkNote).toContain("**Advisory.**");
});

it("a token of somebody else is refused: the bot would not know its own comments again", async () => {
  const credentials = { kind: "job", token: personsToken } as const;
  const probot = await connect({ token: personsToken });
  await expect(connectBot(probot, { credentials, repository, verifies: true })).rejects.toThrow("belongs to ana");
});

it("an App that is not installed on the repository is told so, and one that is has checks that stand for themselves", async () => {
  const wish = { owner: "ana", permissions: { checks: "write" }, events: [] } as const;
  const app = await fake.control.createApp({ ...wish, name: "Pawl" });
  const credentials = { appId: app.appId, privateKey: app.privateKey, webhookSecret: "a-secret-for-tests" };
  const options = { credentials: { kind: "app", credentials }, repository, verifies: true } as const;
  await expect(connectBot(await connect(credentials), options)).rejects.toThrow("pawl is not installed on ana/flights");
  const { installationId } = await fake.control.install({ app: app.slug, account: "ana" });
  const bot = await connectBot(await connect(credentials), options);
  expect(bot).toMatchObject({ self: { id: app.appId, login: app.botLogin }, installation: installationId });
  expect(bot.checkNote).toBeUndefined();
});

it("without the cache of GitHub Actions, or with one that fails, the bot goes on", async () => {
  const warnings: string[] = [];
  const open = () =>
    createAnswerCache({ folder: temporaryFolder(), runKey: "7-1", warn: (text) => warnings.push(text) });
  vi.stubEnv("ACTIONS_CACHE_URL", "");
  vi.stubEnv("ACTIONS_RESULTS_URL", "");
  expect(await open().restore()).toBeUndefined();
  await open().save("{}");
  expect(warnings).toEqual([]);
  vi.stubEnv("ACTIONS_CACHE_SERVICE_V2", "true");
  vi.stubEnv("ACTIONS_RESULTS_URL", "no address");
  vi.stubEnv("ACTIONS_RUNTIME_TOKEN", "x");
  vi.stubEnv("RUNNER_TEMP", temporaryFolder());
  expect(await open().restore()).toBeUndefined();
  await open().save("{}");
  vi.unstubAllEnvs();
});
