/** Value of the input `pawl-key` of a check: which model, which time, and of one that somebody asked for who asked where. */
export function checkKey(model: string, at: string, requestId?: string): string {
  const minute = at.replace(/:\d{2}(\.\d+)?Z$/, "Z");
  return requestId === undefined ? `drift/${model}/${minute}` : `drift/${model}/${at}/by-${requestId}`;
}

/** Whether the name of a workflow run bears this key and no longer one. */
export function namesCheck(title: string, key: string): boolean {
  const at = title.indexOf(key);
  if (at < 0) return false;
  const isPart = (letter: string | undefined) => letter !== undefined && /[\w/.:-]/.test(letter);
  return !isPart(title[at - 1]) && !isPart(title[at + key.length]);
}

/** Whether the name of a workflow run bears the key of any check. */
export function namesAnyCheck(title: string): boolean {
  return checkedModel(title) !== undefined;
}

/** The model whose check is named by a key, or by the name of a workflow run that bears one; `undefined` without one. */
export function checkedModel(text: string): string | undefined {
  return /(?:^|[^\w/-])drift\/([a-z0-9-]+)\/\d{4}-/.exec(text)?.[1];
}

/** The time that a key, or the name of a workflow run that bears one, says its check is of; `undefined` without one. ISO 8601, UTC. */
export function checkedSlot(text: string): string | undefined {
  const found = /(?:^|[^\w/-])drift\/[a-z0-9-]+\/(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?Z/.exec(text);
  const [, minute = "", seconds = ":00"] = found ?? [];
  return found === null || Number.isNaN(Date.parse(`${minute}${seconds}Z`)) ? undefined : `${minute}${seconds}Z`;
}
