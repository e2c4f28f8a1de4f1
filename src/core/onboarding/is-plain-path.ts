/**
 * Whether a path can stand in a configuration, a glob and a shell command as it is. Whatever else people may call files is
 * left alone: nothing that is written for them may mean more than it says.
 */
export function isPlainPath(path: string): boolean {
  return path.length <= 200 && /^[A-Za-z0-9_.][\w./+-]*$/.test(path) && !path.split("/").includes("..");
}
