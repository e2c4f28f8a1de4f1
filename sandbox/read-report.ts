import { COMMENT_MARKER, EXPERIMENT_CHECK } from "../src/core/report/render-report.ts";
import { formatForTerminal } from "./demo/format-for-terminal.ts";
import type { Sandbox } from "./start-sandbox.ts";
import { waitFor } from "./wait-for.ts";

export interface Report {
  /** Markdown of the App's comment. */
  readonly comment: string;
  /** How many comments with the App's marker stand on the pull request under its name; one, if all is well. */
  readonly comments: number;
  readonly commentUrl: string;
  readonly check: {
    readonly status: string;
    readonly conclusion: string | null;
    readonly title: string;
  };
}

type Place = Pick<Sandbox, "octokit" | "repository" | "app">;

/** What the App has said about a pull request by now: its comment, and its check on `headSha`. */
export async function readReport(
  { octokit, repository, app }: Place,
  { pull, headSha }: { readonly pull: number; readonly headSha: string },
): Promise<Report | undefined> {
  const { listComments } = octokit.rest.issues;
  const comments = await octokit.paginate(listComments, { ...repository, issue_number: pull, per_page: 100 });
  const own = comments.filter(
    ({ user, body }) => user?.login === app.botLogin && body?.startsWith(COMMENT_MARKER) === true,
  );
  const { data } = await octokit.rest.checks.listForRef({
    ...repository,
    ref: headSha,
    check_name: EXPERIMENT_CHECK,
    app_id: app.appId,
  });
  const [comment] = own;
  const [check] = data.check_runs;
  if (comment === undefined || check === undefined) return undefined;
  const { status, conclusion, output } = check;
  return {
    comment: comment.body ?? "",
    comments: own.length,
    commentUrl: comment.html_url,
    check: { status, conclusion, title: output.title ?? "" },
  };
}

export interface ReportWait {
  readonly pull: number;
  readonly headSha: string;
  readonly seconds: number;
}

/** Waits until the App has finished its report on the very commit. Fails at once when a process of the sandbox ends. */
export async function waitForReport(
  sandbox: Place & Pick<Sandbox, "unexpectedEnd" | "appOutput">,
  { pull, headSha, seconds }: ReportWait,
): Promise<Report> {
  const short = headSha.slice(0, 7);
  const report = waitFor({
    what: `the report on ${short}`,
    seconds,
    look: async () => {
      const found = await readReport(sandbox, { pull, headSha });
      return found !== undefined && isFinished(found, short) ? found : undefined;
    },
  });
  try {
    return await Promise.race([report, sandbox.unexpectedEnd]);
  } catch (error) {
    const said = sandbox.appOutput().trim();
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}${said === "" ? "" : `\nThe App printed:\n${said}`}`,
      { cause: error },
    );
  }
}

/** The check has ended, and the comment, which the App writes a moment earlier or later, says the same. */
function isFinished({ check, comment }: Report, shortSha: string): boolean {
  const said = formatForTerminal(comment);
  return check.status === "completed" && said.includes(shortSha) && said.includes(check.title.replace(/…$/, ""));
}

/** The report says how the model compares, and not only that it was trained or why that cannot be said. */
export function hasVerdict({ check }: Report): boolean {
  return check.status === "completed" && /\bis (better|worse|the same|not worse)\b/.test(check.title);
}
