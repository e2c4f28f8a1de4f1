import { builtinModules } from "node:module";
import { posix } from "node:path";
import { forbiddenGlobalsOf } from "./forbidden-globals.ts";
import { FREE_FOLDERS, IMPORT_TABLE, type Room } from "./import-table.ts";
import { type Import, importsOf } from "./imports-of.ts";
import type { SourceText } from "./source-files.ts";

/** What a file does against the import table, one sentence each, beginning with `path:line`. */
export function importViolations(file: SourceText, table: readonly Room[] = IMPORT_TABLE): string[] {
  if (FREE_FOLDERS.some((folder) => isInside(file.path, folder))) return [];
  const room = table.find(({ folder }) => isInside(file.path, folder));
  if (room === undefined) return [`${file.path}:1 is in no room of the import table`];
  const imports = importsOf(file).flatMap((found) => {
    const reason = judgeImport(room, file.path, found);
    return reason === undefined ? [] : [`${file.path}:${String(found.line)} ${reason}`];
  });
  if (room.pure !== true) return imports;
  return [...imports, ...forbiddenGlobalsOf(file).map(({ line, name }) => `${file.path}:${String(line)} uses ${name}`)];
}

function judgeImport(room: Room, path: string, { specifier, names }: Import): string | undefined {
  if (specifier === undefined) return "imports a module whose name is computed";
  if (specifier.startsWith(".")) return judgeRelative(room, path, specifier);
  if (builtinModules.includes(specifier.replace(/^node:/, ""))) return judgeBuiltin(room, specifier, names);
  const name = packageName(specifier);
  if (room.packages.some((allowed) => matches(allowed, name))) return undefined;
  return `must not import the package ${name}`;
}

function judgeRelative(room: Room, path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (target === "package.json") return room.pure === true ? "must not read package.json" : undefined;
  if ([room.folder, ...room.rooms].some((folder) => isInside(target, folder))) return undefined;
  return `must not import ${target}`;
}

function judgeBuiltin(room: Room, specifier: string, names: readonly string[]): string | undefined {
  if (!specifier.startsWith("node:")) return `must write node:${specifier}`;
  if (room.node === "all") return undefined;
  const allowed = room.node[specifier];
  if (allowed === undefined) return `must not import ${specifier}`;
  const wrong = names.filter((name) => !allowed.includes(name));
  return wrong.length === 0 ? undefined : `must not import ${wrong.join(", ")} from ${specifier}`;
}

/** `@scope/name` or `name`, without the path inside the package. */
export function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

export function matches(allowed: string, name: string): boolean {
  return allowed.endsWith("*") ? name.startsWith(allowed.slice(0, -1)) : name === allowed;
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
