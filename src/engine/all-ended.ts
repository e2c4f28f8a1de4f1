/** Results of both, once both have ended, also where one fails: the engine must not be closed under a running statement. */
export async function allEnded<First, Second>(
  first: Promise<First>,
  second: Promise<Second>,
): Promise<readonly [First, Second]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}
