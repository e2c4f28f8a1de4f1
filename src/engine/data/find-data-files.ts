import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isRemote, remoteName, withoutSecrets } from "../../core/dataset/remote-address.ts";
import { formatOfName, READABLE } from "./data-format.ts";
import type { DataFile, DataFormat, DataRequest } from "./data-source.ts";
import { dataUnreadable } from "./data-unreadable.ts";
import { LINES_OF_JSON } from "./lines-of-json.ts";
import { type ListedFile, listFiles } from "./list-files.ts";

export interface FoundData {
  readonly format: DataFormat;
  readonly files: readonly DataFile[];
  /** Columns that stand in the names of folders: `year` of `year=2024/part.csv`. */
  readonly partitions: readonly string[];
}

/** The files of a request, all of one format. Throws `DATA_UNREADABLE` where there are none, or of several formats. */
export async function findDataFiles({ paths, folder, format }: DataRequest): Promise<FoundData> {
  if (paths.length === 0) throw dataUnreadable("no path of data is given", "Name a file, a folder or a glob.");
  const found = new Map<string, ListedFile>();
  for (const path of paths) {
    const listed = isRemote(path) ? [remoteFile(path)] : await listFiles(folder, path);
    if (listed.length === 0) throw await nothingFound(folder, path);
    const readable = listed.filter((file) => isWanted(file, format));
    // Where the configuration says what they are, names that say nothing are believed.
    const chosen =
      readable.length === 0 && format !== undefined
        ? listed.filter(({ name }) => formatOfName(name) === undefined)
        : readable;
    if (chosen.length === 0) throw nothingReadable(path, listed, format);
    for (const file of chosen) if (!found.has(file.path)) found.set(file.path, file);
  }
  const files = [...found.values()];
  const own = onlyFormat(files, format);
  return { format: own, files: await measure(files, own), partitions: onlyPartitions(files) };
}

/** A pattern in an address is not expanded: HTTP cannot list, and what S3 lists can change from one statement to the next. */
function remoteFile(address: string): ListedFile {
  const name = withoutSecrets(address);
  if (!/[*?[{]/.test(remoteName(address))) return { path: address, name, below: name.split("/").at(-1) ?? "" };
  throw dataUnreadable(`${name} is a pattern, which an address cannot have`, "Name each file, or fetch them first.");
}

function isWanted({ name }: ListedFile, format: DataFormat | undefined): boolean {
  const own = formatOfName(name);
  return format === undefined ? own !== undefined : own === format;
}

const WHERE_PATHS_START =
  "A relative path starts in the repository's folder in a job, and in the current one at a terminal.";

async function nothingFound(folder: string, path: string): Promise<Error> {
  const found = await stat(resolve(folder, path)).catch(() => undefined);
  if (found?.isDirectory() === true) {
    return dataUnreadable(`the folder ${path} has no files in it`, `It must hold files that end in ${READABLE}.`);
  }
  if (/[*?[{]/.test(path)) {
    return dataUnreadable(
      `nothing matches ${path}`,
      `\`**\` crosses folders, \`*\` does not. ${WHERE_PATHS_START} Has the data been fetched?`,
    );
  }
  return dataUnreadable(
    `${path} does not exist`,
    `${WHERE_PATHS_START} Has the data been fetched (for example with \`dvc pull\`)?`,
  );
}

function nothingReadable(path: string, listed: readonly ListedFile[], format: DataFormat | undefined): Error {
  const [first] = listed;
  const many = listed.length === 1 ? "" : ` (and ${String(listed.length - 1)} more)`;
  return dataUnreadable(
    listed.length === 1 && first?.name === path
      ? `${path} is not a kind of file that data can be in`
      : `${path} holds no file of ${format === undefined ? "data" : `the format ${format}`}, only ${first?.name ?? ""}${many}`,
    listed.every(({ name }) => /\.json(\.gz)?$/i.test(name))
      ? `${LINES_OF_JSON} If it is already, give its name the ending .jsonl.`
      : `Write ${READABLE}, or say what the files are with \`format\`.`,
  );
}

function onlyFormat(files: readonly ListedFile[], format: DataFormat | undefined): DataFormat {
  const first = files[0];
  const own = format ?? formatOfName(first?.name ?? "") ?? "csv";
  const other = format === undefined ? files.find(({ name }) => formatOfName(name) !== own) : undefined;
  if (other === undefined) return own;
  throw dataUnreadable(
    `${first?.name ?? ""} is ${own}, but ${other.name} is ${formatOfName(other.name) ?? "something else"}`,
    "A dataset has one format: narrow the path with a glob like data/*.parquet.",
  );
}

/** Keys of the folders' names, where every file has the same ones. */
function onlyPartitions(files: readonly ListedFile[]): string[] {
  const keysOf = (file: ListedFile | undefined) =>
    (file?.below ?? "")
      .split("/")
      .slice(0, -1)
      .flatMap((segment) => /^([^=]+)=/.exec(segment)?.[1] ?? []);
  const first = files[0];
  const keys = keysOf(first);
  const other = files.find((file) => keysOf(file).join("/") !== keys.join("/"));
  if (other === undefined) return keys;
  const say = (file: ListedFile | undefined) => keysOf(file).join(", ") || "none";
  throw dataUnreadable(
    `${first?.name ?? ""} has other partitions (${say(first)}) than ${other.name} (${say(other)})`,
    "Every file must lie in folders like year=2024/month=01 with the same keys.",
  );
}

/** What to do about an empty file. */
const NOT_EMPTY: Readonly<Record<DataFormat, string>> = {
  csv: "It must have a header, or be left out.",
  jsonl: "It must have an object in it, or be left out.",
  parquet:
    "Even without rows a Parquet file has content: it was cut off while it was written. Write it again, or leave it out.",
  arrow: "It was cut off while it was written. Write it again, or leave it out.",
};

async function measure(files: readonly ListedFile[], format: DataFormat): Promise<DataFile[]> {
  const measured: DataFile[] = [];
  for (const { path, name } of files) {
    if (isRemote(path)) {
      measured.push({ name, path, bytes: undefined });
      continue;
    }
    const { size } = await stat(path).catch((cause: unknown) => {
      throw dataUnreadable(`${name} has vanished`, "Something removes data while it is being read.", cause);
    });
    if (size === 0) throw dataUnreadable(`${name} is empty`, NOT_EMPTY[format]);
    measured.push({ name, path, bytes: size });
  }
  return measured;
}
