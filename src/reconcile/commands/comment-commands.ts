import type { CommentCommand } from "./comment-command.ts";
import { TRAIN, VALIDATE } from "./start.ts";

/** Every command that can be given in a comment, by its first word. */
export const COMMENT_COMMANDS = {
  train: TRAIN,
  validate: VALIDATE,
} as const satisfies Record<string, CommentCommand>;

/** The command of a name; `undefined` where there is none. */
export function findCommand(name: string): CommentCommand | undefined {
  const commands: ReadonlyMap<string, CommentCommand> = new Map(Object.entries(COMMENT_COMMANDS));
  return commands.get(name);
}
