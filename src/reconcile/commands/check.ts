import { formatCode } from "../../core/report/format-code.ts";
import { checkNow } from "../monitoring/check-now.ts";
import { watchedModels } from "../monitoring/watched-model.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { CommentCommand } from "./comment-command.ts";
import { NO_PROJECT } from "./find-target.ts";

export const CHECK: CommentCommand = {
  usage: "check [model]",
  meaning: "Looks for drift in the model's data now.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, { words, defaultBranch, comment }) => {
    const project = await readProjectInForce(workplace, defaultBranch);
    if (project === undefined) return { kind: "confused", answer: NO_PROJECT };
    const names = watchedModels(project).map(({ plan }) => plan.name);
    const [only, ...others] = names;
    const known = names.map((name) => formatCode(name)).join(", ");
    if (only === undefined) {
      return { kind: "confused", answer: "No model of `.github/pawl.yml` on the default branch has `drift`." };
    }
    const [word, ...more] = words;
    if (more.length > 0 || (word === undefined && others.length > 0)) {
      return { kind: "confused", answer: `Name one model, of ${known}.` };
    }
    const model = word ?? only;
    if (!names.includes(model)) {
      const answer = `There is no model ${formatCode(model.slice(0, 80))} with \`drift\`. \`.github/pawl.yml\` has ${known}.`;
      return { kind: "confused", answer };
    }
    const request = { model, requestedBy: comment.author, id: String(comment.commentId), defaultBranch };
    const found = await checkNow(workplace, request);
    if (found.kind === "refused") return { kind: "confused", answer: found.reason };
    const { workflowRun } = found.slot;
    const where = workflowRun === undefined ? "" : `: [workflow run ${String(workflowRun.id)}](${workflowRun.url})`;
    return { kind: "done", answer: `Looking for drift in the data of ${formatCode(model)}${where}.` };
  },
};
