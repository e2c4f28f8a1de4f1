import { renderHistoryMarkdown } from "../../core/registry/render-history.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import { readHistory } from "../registry/read-history.ts";
import { readRepository } from "../registry/read-repository.ts";
import type { CommentCommand } from "./comment-command.ts";
import { NO_PROJECT } from "./find-target.ts";

/** Moves that one answer shows: a comment has room for more, and nobody reads them. */
const MAX_MOVES = 50;

export const HISTORY: CommentCommand = {
  usage: "history [model]",
  meaning: "Says which version served where, from when to when, by whose decision.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, { words, defaultBranch }) => {
    const project = await readProjectInForce(workplace, defaultBranch);
    if (project === undefined) return { kind: "confused", answer: NO_PROJECT };
    const names = project.models.map(({ name }) => name);
    const [model = names.length === 1 ? names[0] : undefined, ...more] = words;
    if (model === undefined || !names.includes(model) || more.length > 0) {
      const known = names.map((name) => formatCode(name)).join(", ");
      return { kind: "confused", answer: `Name one model of \`.github/pawl.yml\`: ${known}.` };
    }
    const history = await readHistory(workplace, model, { documents: true });
    const { url: repositoryUrl } = await readRepository(workplace);
    const page = renderHistoryMarkdown(history.slice(0, MAX_MOVES), { model, repositoryUrl, now: workplace.now() });
    const rest = history.length > MAX_MOVES ? "\nOlder moves: `pawl history` at a terminal has all.\n" : "";
    return { kind: "done", answer: `${page}${rest}` };
  },
};
