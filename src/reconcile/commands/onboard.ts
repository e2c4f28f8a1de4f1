import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { reconcileOnboarding } from "../onboarding/reconcile-onboarding.ts";
import type { CommandOutcome, CommentCommand } from "./comment-command.ts";

export const ONBOARD: CommentCommand = {
  usage: "onboard",
  meaning: "Opens the pull request that brings a configuration to a repository without one.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, { comment, defaultBranch }): Promise<CommandOutcome> => {
    const { author } = comment;
    const request = { defaultBranch, installedBy: undefined, askedBy: author, mayOpen: () => true };
    const outcome = await reconcileOnboarding(workplace, request);
    switch (outcome.kind) {
      case "opened":
        return { kind: "done", answer: `#${String(outcome.number)} brings a configuration, and says what was found.` };
      case "updated":
      case "kept":
        return { kind: "done", answer: `#${String(outcome.number)} is open for that, and is up to date now.` };
      case "configured":
        return { kind: "confused", answer: "The default branch has a `.github/pawl.yml` already." };
      case "hands-off": {
        const where = outcome.number === undefined ? "" : ` (#${String(outcome.number)})`;
        const answer = `Somebody pushed to \`pawl-onboarding\`${where}, so it is theirs now: merge it, or delete the branch and ask again.`;
        return { kind: "confused", answer };
      }
      case "unsuitable":
        return { kind: "confused", answer: `That cannot be: ${escapeMarkdown(outcome.reason)}` };
      case "later":
        return { kind: "confused", answer: "Somebody is moving `pawl-onboarding` at this moment: ask again." };
      // That is not said to somebody who asked.
      case "over":
        return { kind: "confused" };
    }
  },
};
