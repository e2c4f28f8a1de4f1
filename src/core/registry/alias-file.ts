/** Versions by environment, as `.pawl/aliases/<model>.yml` has them: `production: 8`. In the file's order. */
export type Aliases = ReadonlyMap<string, number>;

export function aliasPath(model: string): string {
  return `.pawl/aliases/${model}.yml`;
}

/** The model whose alias file a path is; `undefined` for every other file. */
export function modelOfAliasPath(path: string): string | undefined {
  return /^\.pawl\/aliases\/([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.yml$/.exec(path)?.[1];
}
