import { formatCode } from "../../core/report/format-code.ts";
import { openPromotionPull } from "../registry/open-promotion-pull.ts";
import { readRegistry } from "../registry/read-registry.ts";
import type { CommentCommand } from "./comment-command.ts";
import { describeRequest } from "./describe-request.ts";
import { findTarget } from "./find-target.ts";

export const PROMOTE: CommentCommand = {
  usage: "promote [model] [environment] [version]",
  meaning: "Opens the pull request that promotes a version, the newest if none is named.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, order) => {
    const target = await findTarget(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { plan, environment } = target;
    const registry = await readRegistry(workplace, plan.name);
    const version = target.version ?? registry?.versions[0]?.version;
    if (version === undefined) {
      return {
        kind: "confused",
        answer: `${formatCode(plan.name)} has no version yet: the first comes from a package.`,
      };
    }
    const outcome = await openPromotionPull(workplace, {
      plan,
      environment: environment.name,
      version,
      defaultBranch: order.defaultBranch,
      requestedBy: order.comment.author,
    });
    const what = `promotes version ${String(version)} of ${formatCode(plan.name)} to ${formatCode(environment.name)}`;
    return describeRequest(outcome, what);
  },
};
