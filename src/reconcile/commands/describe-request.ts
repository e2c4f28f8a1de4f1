import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import type { RequestOutcome } from "../registry/open-request-pull.ts";
import type { CommandOutcome } from "./comment-command.ts";

/** What became of a pull request that was asked for, as an answer. */
export function describeRequest(outcome: RequestOutcome, what: string): CommandOutcome {
  switch (outcome.kind) {
    case "opened":
      return { kind: "done", answer: `#${String(outcome.number)} ${what}. Merging it is what does it.` };
    case "updated":
    case "kept":
      return { kind: "done", answer: `#${String(outcome.number)} is open for that already, and says so.` };
    case "nothing":
      return { kind: "confused", answer: "The default branch says so already, so there is nothing to change." };
    case "hands-off": {
      const where = outcome.number === undefined ? "" : ` (#${String(outcome.number)})`;
      const answer = `Somebody pushed to the branch of that pull request${where}, so it is theirs now: merge or close it, delete the branch, and ask again.`;
      return { kind: "confused", answer };
    }
    case "declined":
      return { kind: "confused", answer: `#${String(outcome.number)} asked for that and was closed. Open it again.` };
    case "refused":
      return { kind: "confused", answer: `That cannot be: ${escapeMarkdown(outcome.reason, 1000)}` };
  }
}
