import { describe, expect, it, vi } from "vitest";
import type { Job, Place } from "../../app/jobs.ts";
import { createOnboarding, OPENED_PER_HOUR } from "../../app/onboarding-jobs.ts";
import { useAppOnFakeGitHub } from "../support/app-on-fake-github.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

describe("the pace of onboarding", () => {
  const placeOf = (index: number, installation = 1): Place => ({
    installation,
    repository: { owner: "acme", repo: `r${String(index)}` },
    defaultBranch: "main",
  });

  /** Plays hours with a sweep every ten minutes; every job looks and would open one where it may. */
  function play(hours: number, repositories: number, installed: boolean) {
    let at = 0;
    const waiting: Job[] = [];
    const opened: number[] = [];
    let looks = 0;
    let most = 0;
    const onboarding = createOnboarding({ now: () => at, add: (job) => void waiting.push(job) });
    const work = (): void => {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        most = Math.max(most, waiting.length + 1);
        looks += 1;
        if (onboarding.mayOpen(job.installation)) {
          opened.push(at);
          onboarding.done(job, { kind: "opened", number: 1 });
        } else onboarding.done(job, { kind: "later" });
      }
    };
    if (installed) onboarding.installed(1, "ana");
    for (let index = 0; index < repositories; index++) onboarding.consider(placeOf(index));
    work();
    for (let sweep = 0; sweep < hours * 6; sweep++) {
      at += 600_000;
      onboarding.goOn();
      work();
    }
    return { opened, looks, most };
  }

  it("an installation on 500 repositories gets four pull requests now, and four in every hour", () => {
    const { opened, most } = play(10, 500, true);
    expect(opened.filter((at) => at === 0)).toHaveLength(OPENED_PER_HOUR);
    expect(opened).toHaveLength(OPENED_PER_HOUR * 11);
    expect(most).toBe(1);
  });

  it("a process that was only started opens one, however often that happens", () => {
    expect(play(0, 500, false).opened).toHaveLength(1);
  });

  it("gets through all of them, each once", () => {
    expect(play(30, 100, true).opened).toHaveLength(100);
  });

  it("looks at no more than it may where nothing fits, and stops for no reason", () => {
    const waiting: Job[] = [];
    let at = 0;
    const onboarding = createOnboarding({ now: () => at, add: (job) => void waiting.push(job) });
    for (let index = 0; index < 500; index++) onboarding.consider(placeOf(index));
    let looks = 0;
    const work = (): void => {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        looks += 1;
        onboarding.done(job, looks % 2 === 0 ? undefined : { kind: "unsuitable", reason: "Nothing trains." });
      }
    };
    work();
    expect(looks).toBe(120);
    for (at = 600_000; at <= 4 * 3_600_000; at += 600_000) {
      onboarding.goOn();
      work();
    }
    expect(looks).toBe(500);
  });

  it("one installation does not wait for another, and remembers who made it", () => {
    const jobs: Job[] = [];
    const onboarding = createOnboarding({ now: () => 0, add: (job) => void jobs.push(job) });
    onboarding.installed(2, "bo");
    onboarding.consider(placeOf(1, 1));
    onboarding.consider(placeOf(2, 2));
    expect(jobs.map(({ installation }) => installation)).toEqual([1, 2]);
    expect([onboarding.installedBy(1), onboarding.installedBy(2)]).toEqual([undefined, "bo"]);
  });
});

describe("the App", () => {
  const world = useAppOnFakeGitHub();
  const control = () => world.fake.control;

  async function pullsOf(repository: string) {
    return (await world.api(`/repos/${repository}/pulls?state=all`)) as {
      number: number;
      state: string;
      body: string;
    }[];
  }

  it("sweeps up a repository without a configuration; refused, its branch goes and it never comes back, until asked", async () => {
    const files = { "train.py": "print(1)\n", "requirements.txt": "scikit-learn\n" };
    const { repository } = await control().createRepository({ owner: "ana", name: "plain", files });
    const { repository: other } = await control().createRepository({
      owner: "ana",
      name: "notes",
      files: { "a.md": "" },
    });
    await world.restart();
    const [pull] = await pullsOf(repository);
    if (pull === undefined) throw new Error("no pull request");
    expect(pull.body).toContain("/new/pawl-onboarding?filename=.github%2Fworkflows%2Ftrain.yml");
    expect(await pullsOf(other)).toEqual([]);
    await control().closePull({ repository, number: pull.number, author: "ana" });
    await world.settle();
    expect(await world.api(`/repos/${repository}/git/ref/heads/pawl-onboarding`)).toBeUndefined();
    await control().commitFiles({ repository, branch: "main", files: { "x.py": "" }, message: "x", author: "ana" });
    await world.restart();
    expect(await pullsOf(repository)).toHaveLength(1);
    const { number } = await control().createIssue({ repository, title: "Pawl?", author: "ana" });
    await control().comment({ repository, number, author: "ana", body: "/pawl onboard" });
    await world.settle();
    expect((await pullsOf(repository)).map(({ state }) => state).toSorted()).toEqual(["closed", "open"]);
    expect((await world.comments(repository, number)).at(-1)?.body).toContain("brings a configuration");
    expect(await control().violations()).toEqual([]);
  });
});
