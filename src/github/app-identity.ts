import type { Octokit } from "./octokit.ts";

/** Who we are: what tells our own comments and checks from anybody else's. */
export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  /** Login of the App's user, `pawl[bot]`. */
  readonly login: string;
}

/** Asks GitHub who the App is; `octokit` authenticates as the App itself. */
export async function readAppIdentity(octokit: Octokit): Promise<AppIdentity> {
  const { data } = await octokit.rest.apps.getAuthenticated();
  if (data === null) throw new Error("GET /app answered without an App");
  const slug = data.slug ?? data.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return { id: data.id, slug, login: `${slug}[bot]` };
}

/** The parts of a comment that say who wrote it. */
export interface Authored {
  readonly user?: { readonly login: string; readonly type?: string } | null | undefined;
  readonly performed_via_github_app?: { readonly id: number } | null | undefined;
}

/** A marker proves nothing, anybody can paste it; the author is what GitHub vouches for. */
export function isOwn({ user, performed_via_github_app: app }: Authored, self: AppIdentity): boolean {
  if (user === null || user === undefined) return app?.id === self.id;
  // `performed_via_github_app` is also set where a person acted through the App.
  return user.login === self.login || (app?.id === self.id && user.type === "Bot");
}
