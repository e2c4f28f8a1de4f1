/** Aggregate: rows for which the condition holds; 0 where there are none, which `count_if` is not in every engine. */
export function countIf(condition: string): string {
  return `count(CASE WHEN ${condition} THEN 1 END)`;
}
