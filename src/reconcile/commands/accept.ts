import { formatCode } from "../../core/report/format-code.ts";
import { answerBatchCommand } from "./answer-batch-command.ts";
import type { CommentCommand } from "./comment-command.ts";

export const ACCEPT: CommentCommand = {
  usage: "accept [model] <window> <reason>",
  meaning: "Later data are compared with this window too, although it drifted; ends a `/pawl exclude`.",
  place: "anywhere",
  entitled: "write",
  run: (workplace, order) =>
    answerBatchCommand(workplace, order, "accept", ({ batch, standing, decision }) => {
      const name = formatCode(batch.name);
      if (standing?.kind === "never") return { kind: "confused", answer: `${name} ${NEVER[standing.because]}` };
      if (decision?.says !== "exclude" && (standing === undefined || (standing.kind === "joins" && !standing.accepted)))
        return { kind: "done", answer: `${name} is compared with already, by itself. Nothing changed.` };
      return undefined;
    }),
};

const NEVER = {
  contract:
    "broke its contract, so nothing is ever compared with it. If the data are right, change the contract in a pull request; the next check then counts.",
  incident:
    "belongs to a data incident that is open, so nothing is compared with it. It can be accepted once good data have come.",
} as const;
