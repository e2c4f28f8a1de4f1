import { judgeRepository } from "../../core/doctor/judge-repository.ts";
import { renderFindings } from "../../core/doctor/render-findings.ts";
import { checkRepository } from "../promotion/check-repository.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { CommentCommand } from "./comment-command.ts";

export const DOCTOR: CommentCommand = {
  usage: "doctor",
  meaning: "Looks at the repository's settings, and says what stands between them and promotions that can be trusted.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, { words, defaultBranch }) => {
    if (words.length > 0) return { kind: "confused" };
    const { octokit, repository, self } = workplace;
    const project = await readProjectInForce(workplace, defaultBranch);
    const facts = await checkRepository({ octokit, repository, app: self, project });
    return { kind: "done", answer: renderFindings(judgeRepository(facts)) };
  },
};
