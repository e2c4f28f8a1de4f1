import { formatCode } from "../../core/report/format-code.ts";
import type { CommentCommand } from "./comment-command.ts";

/** The list of commands, as an answer. It is given the registry, which it is a part of itself. */
export function createHelp(listCommands: () => readonly CommentCommand[]): CommentCommand {
  return {
    usage: "help",
    meaning: "Lists the commands.",
    place: "anywhere",
    entitled: "write",
    run: async () => {
      const lines = listCommands().map(({ usage, meaning }) => `- ${formatCode(`/pawl ${usage}`)}: ${meaning}`);
      return { kind: "done", answer: lines.join("\n") };
    },
  };
}
