import type { Octokit } from "@octokit/rest";
import { formatJudgedMoves } from "../../../src/core/deployment/judged-moves.ts";
import type { JudgedMove } from "../../../src/core/gate/promotion-facts.ts";
import { PROMOTION_CHECK } from "../../../src/core/gate/render-promotion-check.ts";
import type { Registry } from "../../../src/core/registry/registry.ts";
import { reconcilePromotions } from "../../../src/reconcile/deployment/reconcile-promotions.ts";
import { readRegistry } from "../../../src/reconcile/registry/read-registry.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { fakeDigest } from "../../core/evidence/build-evidence.ts";
import { buildPackage } from "../registry/build-package.ts";
import {
  buildEnvironment,
  identityAt,
  keep,
  PLAN,
  type RegistryRepository,
  useRegistryScene,
} from "../registry/registry-scene.ts";

export const ALIASES = ".pawl/aliases/late-flights.yml";

export const DEPLOY = `name: deploy
on:
  workflow_dispatch:
    inputs:
      pawl-key: { required: true }
      model: {}
      environment: {}
      version: {}
      digest: {}
      reference: {}
run-name: deploy \${{ inputs.pawl-key }}
jobs:
  deploy:
    runs-on: ubuntu-latest
`;

export const PROJECT = {
  models: [
    {
      ...PLAN,
      environments: [
        buildEnvironment({ onFailure: "rollback" }),
        buildEnvironment({ name: "staging", production: false }),
      ],
    },
  ],
  staleAfterDays: 1,
};
export const PLACE = { project: PROJECT, defaultBranch: "main" };

export interface MoveWish {
  readonly environment?: string;
  readonly from?: number;
  readonly to?: number;
  /** What the App's check says; undefined: there is none. */
  readonly verdict?: JudgedMove["verdict"];
  readonly glass?: string;
  /** Of the version that was judged. */
  readonly digest?: string;
}

/** A repository with three versions and a deploy workflow. */
export interface DeploymentRepository extends RegistryRepository {
  /** An App that remembers nothing. */
  readonly workplace: () => ReturnType<RegistryRepository["open"]>;
  /** Merges a pull request of Ben's that moves an alias, by Ana. */
  readonly merge: (
    text: string,
    moves: readonly MoveWish[],
    /** Whose check it is; the App's if not said otherwise. */
    by?: Octokit,
  ) => Promise<{ number: number; sha: string }>;
  /** Writes the check run on a commit. */
  readonly judge: (headSha: string, moves: readonly MoveWish[], by?: Octokit) => Promise<void>;
  readonly reconcile: (workplace?: Workplace) => Promise<Registry>;
  /** Everything that came of promotions on GitHub, named by the promotion's key. */
  readonly made: () => Promise<{ tags: string[]; deployments: string[]; runs: string[]; issues: string[] }>;
  readonly deployments: () => Promise<
    { id: number; environment: string; payload: Record<string, unknown>; ref: string }[]
  >;
  readonly setStatus: (deployment: number, state: string) => Promise<void>;
}

export function useDeploymentScene() {
  const scene = useRegistryScene();
  let branches = 0;
  const create = async (files: Record<string, string> = {}): Promise<DeploymentRepository> => {
    const here = await scene.create({ ".github/workflows/deploy.yml": DEPLOY, ...files });
    const { repository } = here;
    const list = async <Item>(path: string): Promise<Item[]> =>
      (await scene.api(`/repos/${repository}${path}`)) as Item[];
    const first = here.open();
    for (const at of [1, 2, 3]) {
      const sha = await here.commit({ "train.py": `print(${String(at)})\n` });
      await keep(first, [buildPackage(identityAt(sha))]);
    }
    await reconcileRegistry(first, { models: [PLAN] }, "main");
    const judge: DeploymentRepository["judge"] = async (headSha, moves, by = here.open().octokit) => {
      const [owner = "", repo = ""] = repository.split("/");
      const verdicts = moves.flatMap(({ verdict }) => verdict ?? []);
      if (verdicts.length === 0) return;
      const conclusion = verdicts.every((verdict) => verdict === "pass") ? "success" : "failure";
      const mark = formatJudgedMoves({ verdict: "pass", policyChanges: [], moves: moves.map(toJudged) }, [
        { place: ".github/pawl.yml of main", digest: fakeDigest("ab") },
      ]);
      const output = { title: "judged", summary: `words\n\n${mark}`, text: "### the tree" };
      await by.rest.checks.create({ owner, repo, name: PROMOTION_CHECK, head_sha: headSha, conclusion, output });
    };
    const self: DeploymentRepository = {
      ...here,
      workplace: () => here.open(),
      judge,
      merge: async (text, moves, by) => {
        branches += 1;
        const branch = `move-${String(branches)}`;
        await here.commit({ [ALIASES]: text }, { branch, author: "ben" });
        const pull = await scene.fake.control.openPull({ repository, head: branch, title: branch, author: "ben" });
        await judge(pull.headSha, moves, by);
        await scene.fake.control.review({ repository, number: pull.number, author: "ana", state: "APPROVED" });
        const { sha } = await scene.fake.control.mergePull({ repository, number: pull.number, author: "ana" });
        return { number: pull.number, sha };
      },
      reconcile: async (workplace = here.open()) => {
        await reconcilePromotions(workplace, PLACE);
        return (await readRegistry(workplace, PLAN.name))!;
      },
      made: async () => {
        const tags = await list<{ ref: string }>("/git/matching-refs/tags/late-flights%23");
        const runs = (await scene.api(`/repos/${repository}/actions/runs?event=workflow_dispatch`)) as {
          workflow_runs: { display_title: string }[];
        };
        const issues = await list<{ title: string; pull_request?: object }>("/issues?state=open");
        return {
          tags: tags.map(({ ref }) => ref.replace("refs/tags/", "")).sort(),
          deployments: (await self.deployments()).map(({ payload }) => String(payload["pawl-key"])).sort(),
          runs: runs.workflow_runs.map(({ display_title: title }) => title).sort(),
          issues: issues.filter(({ pull_request: pull }) => pull === undefined).map(({ title }) => title),
        };
      },
      deployments: () => list("/deployments"),
      setStatus: async (deployment, state) => {
        const response = await fetch(
          `${scene.fake.url}/repos/${repository}/deployments/${String(deployment)}/statuses`,
          {
            method: "POST",
            headers: { authorization: `Bearer ${scene.token()}` },
            body: JSON.stringify({ state }),
          },
        );
        if (!response.ok) throw new Error(await response.text());
      },
    };
    return self;
  };
  return {
    create,
    api: scene.api,
    token: scene.token,
    get fake() {
      return scene.fake;
    },
    get app() {
      return scene.app;
    },
  };
}

function toJudged({ environment = "production", from, to, verdict = "pass", glass, digest }: MoveWish): JudgedMove {
  const breakGlass = glass === undefined ? [] : [{ author: "ben", reason: glass, at: "2026-11-26T12:00:00Z" }];
  return {
    move: {
      model: PLAN.name,
      environment,
      from,
      to,
      // Only what the mark keeps is looked at: the version's digest, and the words by which the glass was broken.
      state:
        glass === undefined && digest === undefined
          ? { kind: "not-registered", newest: undefined }
          : ({
              kind: "judgeable",
              gate: undefined,
              facts: { challenger: { version: { digest } }, pullRequest: { breakGlass } },
            } as unknown as JudgedMove["move"]["state"]),
    },
    verdict,
    integrity: [],
    result: undefined,
    proposed: undefined,
    brokenGlass: glass !== undefined,
    reason: undefined,
  };
}

/** What a crash hits: the request is lost, or its effect stays and the answer is. From then on nothing is sent. */
export type Crash = { readonly afterWrites: number; readonly when: "before" | "after" };

/** Makes a client die at one of its writes. Returns how many it made. */
export function crashAt(
  octokit: ReturnType<RegistryRepository["open"]>["octokit"],
  crash: Crash | undefined,
): () => number {
  let writes = 0;
  let dead = false;
  octokit.hook.wrap("request", async (send, options) => {
    if (dead) throw new Error("the process is gone");
    const url = String(options.url);
    const isQuery = url.endsWith("/graphql") && !String(options["query"]).trim().startsWith("mutation");
    const isWrite = options.method !== "GET" && !isQuery && !url.endsWith("/access_tokens");
    if (!isWrite) return send(options);
    writes += 1;
    if (crash === undefined || writes < crash.afterWrites) return send(options);
    dead = true;
    if (crash.when === "after") await send(options);
    throw new Error("the process is gone");
  });
  return () => writes;
}
