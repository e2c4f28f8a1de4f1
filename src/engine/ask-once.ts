import type { Engine, Row, SqlEngine } from "./engine.ts";

const answers = new WeakMap<SqlEngine, Map<string, Promise<readonly Row[]>>>();

/**
 * The same engine, which for one piece of work remembers what it was asked by `askOnce`. Whoever uses it must make sure at
 * the end that the files did not change meanwhile.
 */
export function rememberAnswers(engine: Engine): Engine {
  const remembering = { ...engine };
  answers.set(remembering, new Map());
  return remembering;
}

/** Rows of one statement over the files; the earlier ones where an engine that remembers was asked the same before. */
export function askOnce(engine: SqlEngine, sql: string): Promise<readonly Row[]> {
  const known = answers.get(engine);
  const answer = known?.get(sql) ?? engine.query(sql);
  known?.set(sql, answer);
  return answer;
}
