import { chooseFiles } from "../../core/onboarding/choose-files.ts";
import { MAX_SOURCE_BYTES, type ProjectSource } from "../../core/onboarding/project-source.ts";
import { readBlobs } from "../../github/blobs.ts";
import { listFilesAt } from "../../github/trees.ts";
import type { Workplace } from "../workplace.ts";

/** Links and submodules are no files that could be read. */
const FILE = /^100/;

/** A commit as detection wants to see it, in two calls; `undefined` where GitHub cannot list all of its files. */
export async function readProjectSource(
  { octokit, repository }: Workplace,
  commit: string,
): Promise<ProjectSource | undefined> {
  const files = await listFilesAt(octokit, repository, commit);
  if (files === undefined) return undefined;
  const paths = files.filter(({ mode }) => FILE.test(mode)).map(({ path }) => path);
  const wanted = chooseFiles(paths);
  const question = { commits: [commit], paths: wanted, maxBytes: MAX_SOURCE_BYTES };
  const blobs = wanted.length === 0 ? undefined : (await readBlobs(octokit, repository, question)).get(commit);
  const texts = [...(blobs ?? [])].flatMap(([path, { text }]) => (text === undefined ? [] : [[path, text] as const]));
  return { name: repository.repo, paths, texts: new Map(texts) };
}
