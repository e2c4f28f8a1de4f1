import type { RepositoryPermission } from "../../core/gate/gate-facts.ts";
import type { PullRequest } from "../../github/pull-requests.ts";
import type { Workplace } from "../workplace.ts";

/** A comment that begins with `/pawl`, as it was created. */
export interface CommandComment {
  /** Number of the issue or pull request that it stands on. */
  readonly issue: number;
  readonly onPullRequest: boolean;
  readonly commentId: number;
  readonly author: string;
  readonly body: string;
  /** GitHub's clock. */
  readonly createdAt: string;
}

/** One command as somebody gave it. */
export interface CommandOrder {
  readonly comment: CommandComment;
  readonly words: readonly string[];
  readonly rest: string;
  /** What the author may do on the repository. */
  readonly permission: RepositoryPermission;
  /** Undefined: the comment stands on a plain issue. */
  readonly pullRequest: PullRequest | undefined;
  readonly defaultBranch: string;
  /** An earlier attempt may have got as far as it liked. */
  readonly seenBefore: boolean;
}

/** What came of a command; `answer` is Markdown, and posted once. */
export type CommandOutcome =
  | {
      readonly kind: "done";
      readonly answer?: string;
      /** Pull requests whose gate has to be asked again. */
      readonly judge?: readonly number[];
    }
  /** It makes no sense here; without an answer a reaction says so. */
  | { readonly kind: "confused"; readonly answer?: string }
  /** The author is not entitled. Answered only to somebody who may write. */
  | { readonly kind: "refused"; readonly answer?: string };

/** A command that can be given in a comment: one file, and one line in the registry. */
export interface CommentCommand {
  /** `promote [model] [environment] [version]`. */
  readonly usage: string;
  /** One sentence, for the list of commands. */
  readonly meaning: string;
  /** Whether it is about a pull request, or can be given on any issue. */
  readonly place: "pull-request" | "anywhere";
  /**
   * Who may give it: whoever may write to the repository, or whoever the command itself finds entitled. An author who may
   * not write gets a reaction, and shares one comment that says why with all others there.
   */
  readonly entitled: "write" | "own";
  /** Repeatable: a crash or a lost answer may have it run again for the same comment. */
  readonly run: (workplace: Workplace, order: CommandOrder) => Promise<CommandOutcome>;
}
