import { type RepositoryFacts, readRepositoryFacts } from "../../github/repository-facts.ts";
import type { Workplace } from "../workplace.ts";

/** What GitHub says of the repository; asked once as long as the App runs. */
export async function readRepository({ octokit, repository, memory }: Workplace): Promise<RepositoryFacts> {
  memory.repository ??= await readRepositoryFacts(octokit, repository);
  return memory.repository;
}
