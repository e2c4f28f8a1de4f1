import { ApiError } from "../api-error.ts";
import type { Context, Reply } from "./context.ts";
import { ok } from "./context.ts";

/** One page of a list and the `Link` header that leads to the others. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Cuts the page that `page` and `per_page` (30, at most 100) ask for. */
export function paginate<Item>({ url, world }: Pick<Context, "url" | "world">, all: readonly Item[]): Page<Item> {
  const perPage = Math.min(wholeNumber(url.searchParams.get("per_page"), 30), 100);
  const page = wholeNumber(url.searchParams.get("page"), 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const link = (number: number, relation: string): string => {
    const target = new URL(url.pathname + url.search, world.origin);
    target.searchParams.set("page", String(number));
    return `<${target.href}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(1, "first")] : []),
  ];
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    total: all.length,
    headers: links.length === 0 ? {} : { link: links.join(", ") },
  };
}

/** A bare array of rendered items, paginated. */
export function pageReply<Item>(context: Context, all: readonly Item[], render: (item: Item) => unknown): Reply {
  const { items, headers } = paginate(context, all);
  return ok(items.map(render), headers);
}

/** `{ total_count, <key>: [...] }`, paginated. */
export function countedReply<Item>(
  context: Context,
  key: string,
  all: readonly Item[],
  render: (item: Item) => unknown,
): Reply {
  const { items, total, headers } = paginate(context, all);
  return ok({ total_count: total, [key]: items.map(render) }, headers);
}

function wholeNumber(text: string | null, fallback: number): number {
  if (text === null || text === "") return fallback;
  if (!/^\d+$/.test(text))
    throw new ApiError(422, "Invalid request.\n\nFor 'page' and 'per_page' whole numbers are wanted.");
  return Math.max(1, Number(text));
}
