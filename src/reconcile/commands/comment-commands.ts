import { ACCEPT } from "./accept.ts";
import { ADOPT } from "./adopt.ts";
import { BREAK_GLASS_COMMAND } from "./break-glass.ts";
import { CHECK } from "./check.ts";
import type { CommentCommand } from "./comment-command.ts";
import { CONFIRM } from "./confirm.ts";
import { DOCTOR } from "./doctor.ts";
import { EXCLUDE } from "./exclude.ts";
import { createHelp } from "./help.ts";
import { HISTORY } from "./history.ts";
import { HOLD } from "./hold.ts";
import { ONBOARD } from "./onboard.ts";
import { PROMOTE } from "./promote.ts";
import { RESUME } from "./resume.ts";
import { RETRAIN } from "./retrain.ts";
import { ROLLBACK } from "./rollback.ts";
import { SIMULATE } from "./simulate.ts";
import { TRAIN, VALIDATE } from "./start.ts";
import { STATUS } from "./status.ts";

/** Every command that can be given in a comment, by its first word. */
export const COMMENT_COMMANDS: Readonly<Record<string, CommentCommand>> = {
  train: TRAIN,
  validate: VALIDATE,
  promote: PROMOTE,
  rollback: ROLLBACK,
  confirm: CONFIRM,
  "break-glass": BREAK_GLASS_COMMAND,
  adopt: ADOPT,
  retrain: RETRAIN,
  hold: HOLD,
  resume: RESUME,
  onboard: ONBOARD,
  check: CHECK,
  accept: ACCEPT,
  exclude: EXCLUDE,
  status: STATUS,
  history: HISTORY,
  simulate: SIMULATE,
  doctor: DOCTOR,
  help: createHelp(() => Object.values(COMMENT_COMMANDS)),
};

/** The command of a name; `undefined` where there is none. */
export function findCommand(name: string): CommentCommand | undefined {
  return new Map(Object.entries(COMMENT_COMMANDS)).get(name);
}
