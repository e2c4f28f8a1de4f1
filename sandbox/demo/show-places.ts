import { LEDGER_BRANCH } from "../../src/core/evidence/ledger-index.ts";
import type { OpenedPull } from "../experiment.ts";
import { EXAMPLE_FLIGHT } from "../promotion.ts";
import { ROOT, type Sandbox } from "../start-sandbox.ts";

/** A page with what can be found on it. */
export interface Place {
  readonly pull: Pick<OpenedPull, "url">;
  readonly what: string;
}

export interface ShownPlaces {
  readonly sandbox: Pick<Sandbox, "url" | "repository" | "cloneUrl" | "servingUrl">;
  readonly pages: readonly Place[];
  readonly write: (text: string) => void;
}

/** Prints what one can look at while the sandbox stays up: pages, the clone with its ledger, and the model. */
export function showPlaces({ sandbox, pages, write }: ShownPlaces): void {
  const { url, repository, cloneUrl, servingUrl } = sandbox;
  const pawl = `node ${ROOT}src/cli/pawl.js`;
  const rows = JSON.stringify({ rows: [EXAMPLE_FLIGHT] });
  const lines = [
    "",
    "What you can look at now:",
    "",
    `  ${url}/${repository.owner}/${repository.repo}`,
    "      pull requests, workflow runs, tags and deployments; on a pull request you can comment (/pawl help), approve and merge",
    ...pages.flatMap(({ pull, what }) => [`  ${pull.url}`, `      ${what}`]),
    "",
    `  git clone ${cloneUrl} && cd ${repository.repo}`,
    `  ${pawl} status`,
    "      what serves where; `history` says since when, and by whose approval",
    `  git log origin/${LEDGER_BRANCH}`,
    "      the ledger: every document that the decisions above were made from",
    "",
    `  curl -d '${rows}' ${servingUrl}/predict`,
    "      the model that serves",
    "",
  ];
  write(`${lines.join("\n")}\n`);
}
