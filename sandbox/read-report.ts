import { COMMENT_MARKER, DATA_CHECK, EXPERIMENT_CHECK } from "../src/core/report/render-report.ts";
import { formatForTerminal } from "./demo/format-for-terminal.ts";
import type { Sandbox } from "./start-sandbox.ts";
import { waitInSandbox } from "./wait-in-sandbox.ts";

export interface Report {
  /** Markdown of the App's comment. */
  readonly comment: string;
  /** How many comments with the App's marker stand on the pull request under its name; one, if all is well. */
  readonly comments: number;
  readonly commentUrl: string;
  /** `pawl / experiment` */
  readonly check: CheckRun;
  /** `pawl / data` */
  readonly dataCheck: CheckRun;
}

export interface CheckRun {
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string;
}

type Place = Pick<Sandbox, "octokit" | "repository" | "app">;

/** What the App has said about a pull request by now: its comment, and its checks on `headSha`. */
export async function readReport(
  { octokit, repository, app }: Place,
  { pull, headSha }: { readonly pull: number; readonly headSha: string },
): Promise<Report | undefined> {
  const { listComments } = octokit.rest.issues;
  const comments = await octokit.paginate(listComments, { ...repository, issue_number: pull, per_page: 100 });
  const own = comments.filter(
    ({ user, body }) => user?.login === app.botLogin && body?.startsWith(COMMENT_MARKER) === true,
  );
  const { data } = await octokit.rest.checks.listForRef({ ...repository, ref: headSha, app_id: app.appId });
  const checkOf = (name: string): CheckRun | undefined =>
    data.check_runs
      .filter((check) => check.name === name)
      .map(({ status, conclusion, output }) => ({ status, conclusion, title: output.title ?? "" }))[0];
  const [comment] = own;
  const [check, dataCheck] = [checkOf(EXPERIMENT_CHECK), checkOf(DATA_CHECK)];
  if (comment === undefined || check === undefined || dataCheck === undefined) return undefined;
  return {
    comment: comment.body ?? "",
    comments: own.length,
    commentUrl: comment.html_url,
    check,
    dataCheck,
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
  return waitInSandbox(sandbox, {
    what: `the report on ${short}`,
    seconds,
    look: async () => {
      const found = await readReport(sandbox, { pull, headSha });
      return found !== undefined && isFinished(found, short) ? found : undefined;
    },
  });
}

/** Both checks have ended, and the comment, which the App writes a moment earlier or later, is of the same commit and final. */
function isFinished({ check, dataCheck, comment }: Report, shortSha: string): boolean {
  const said = formatForTerminal(comment);
  return (
    check.status === "completed" &&
    dataCheck.status === "completed" &&
    said.includes(shortSha) &&
    [check, dataCheck].some(({ title }) => said.includes(title.replace(/…$/, "")))
  );
}

/** The report says how the model compares, and not only that it was trained or why that cannot be said. */
export function hasVerdict({ check }: Report): boolean {
  return check.status === "completed" && /\bis (better|worse|the same|not worse)\b/.test(check.title);
}
