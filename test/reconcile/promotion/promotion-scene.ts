import type { EvaluationEvidence } from "../../../src/core/evidence/evaluation-evidence.ts";
import { PROMOTION_CHECK } from "../../../src/core/gate/render-promotion-check.ts";
import { reconcilePullRequest } from "../../../src/reconcile/reconcile-pull-request.ts";
import { reconcileRegistry } from "../../../src/reconcile/registry/reconcile-registry.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { buildEvaluation, buildRun } from "../../core/evidence/build-evidence.ts";
import { buildPackage } from "../registry/build-package.ts";
import { identityAt, keep, PLAN, type RegistryRepository, useRegistryScene } from "../registry/registry-scene.ts";

/** Version 1 holds production; a better one and one approval of somebody with write permission are wanted. */
export const POLICY = `models:
  late-flights:
    paths: ["train.py"]
    primary-metric: { name: roc-auc, margin: 0.002 }
promotion:
  environments:
    production:
      gate:
        all:
          - metric: { name: roc-auc, at-least: 0.5 }
          - approvals: { count: 1 }
`;

export const ALIASES = ".pawl/aliases/late-flights.yml";

export interface ShownCheck {
  readonly id: number;
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** A repository with versions, an alias file and a policy. */
export interface PromotionRepository extends RegistryRepository {
  readonly workplace: Workplace;
  /** Pull request of `author` from a new branch with these files. */
  readonly open: RegistryRepository["open"];
  readonly pull: (
    files: Record<string, string | null>,
    wish?: { author?: string; branch?: string },
  ) => Promise<{ number: number; headSha: string }>;
  readonly approve: (number: number, author?: string) => Promise<void>;
  /** What `pawl / promotion` says after the pull request was looked at. */
  readonly judge: (number: number, only?: "promotion") => Promise<ShownCheck>;
  readonly check: (sha: string) => Promise<ShownCheck | undefined>;
  readonly register: (metric?: number) => Promise<void>;
}

/** A fake GitHub and a way to make repositories in which something can be promoted. */
export function usePromotionScene() {
  const scene = useRegistryScene();
  let branches = 0;
  const create = async (files: Record<string, string> = {}, versions = 2): Promise<PromotionRepository> => {
    const here = await scene.create({ ".github/pawl.yml": POLICY, [ALIASES]: "production: 1\n", ...files });
    const { repository } = here;
    const workplace = here.open();
    const check = async (sha: string): Promise<ShownCheck | undefined> => {
      const found = (await scene.api(`/repos/${repository}/commits/${sha}/check-runs?filter=all&per_page=100`)) as {
        check_runs: {
          id: number;
          name: string;
          conclusion: string;
          app: { slug: string };
          output: { title: string; summary: string; text: string | null };
        }[];
      };
      const own = found.check_runs.filter(({ name, app }) => name === PROMOTION_CHECK && app.slug === scene.app.slug);
      const newest = own.sort((a, b) => b.id - a.id)[0];
      if (newest === undefined) return undefined;
      const { id, conclusion, output } = newest;
      return { id, conclusion, title: output.title, summary: output.summary, text: output.text ?? "" };
    };
    const register = async (metric = 0.671) => {
      const sha = await here.commit({ "train.py": `print(${String(Math.random())})\n` });
      const identity = identityAt(sha);
      const metrics: EvaluationEvidence["metrics"] = [
        { name: "roc-auc", value: metric, interval: [metric - 0.005, metric + 0.005], method: "delong-logit" },
      ];
      const [run, evaluation] = await keep(workplace, [buildRun({ identity }), buildEvaluation({ identity, metrics })]);
      const lineage = {
        ...(run === undefined ? {} : { run }),
        evaluations: evaluation === undefined ? [] : [evaluation],
        data: [],
      };
      await keep(workplace, [buildPackage(identity, { lineage })]);
      await reconcileRegistry(workplace, { models: [PLAN] }, "main");
    };
    for (let version = 1; version <= versions; version++) await register(0.66 + version / 100);
    return {
      ...here,
      workplace,
      register,
      check,
      pull: async (changed, { author = "mallory", branch } = {}) => {
        branches += 1;
        const head = branch ?? `change-${String(branches)}`;
        await scene.fake.control.commitFiles({ repository, branch: head, files: changed, message: "Change", author });
        return scene.fake.control.openPull({ repository, head, title: "Change", author });
      },
      approve: async (number, author = "ben") => {
        await scene.fake.control.review({ repository, number, author, state: "APPROVED" });
      },
      judge: async (number, only) => {
        const sha = await reconcilePullRequest(workplace, number, { fresh: false, only });
        const shown = await check(sha ?? "");
        if (shown === undefined) throw new Error(`no ${PROMOTION_CHECK} on ${String(sha)}`);
        return shown;
      },
    };
  };
  return { scene, create };
}
