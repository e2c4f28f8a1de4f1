import { isAncestor } from "../git/read-history.ts";
import { moveRef } from "../operations/pushes.ts";
import { parseNodeId } from "../render/account.ts";
import { whyRefused } from "../rules/refuse-push.ts";
import { actorOf, type Context, may, maySee } from "../server/context.ts";
import { pusherOf } from "../server/pusher.ts";
import type { Repository } from "../state.ts";
import { graphqlError } from "./queries.ts";

interface RefUpdate {
  readonly name: string;
  readonly beforeOid?: string;
  readonly afterOid: string;
  readonly force?: boolean;
}

export interface UpdateRefsInput {
  readonly clientMutationId?: string;
  readonly repositoryId: string;
  readonly refUpdates: readonly RefUpdate[];
}

/** Where a ref is that is not there. */
const NOWHERE = "0".repeat(40);

/** `updateRefs`: refs move from where they are expected to be, all of them or none. */
export async function updateRefs(context: Context, { clientMutationId, repositoryId, refUpdates }: UpdateRefsInput) {
  const repository = findWritable(context, repositoryId);
  const changes = [];
  for (const update of refUpdates) changes.push(await planUpdate(context, repository, update));
  for (const change of changes) {
    if (!(await moveRef(context.world, repository, change, pusherOf(context)))) throw moved(change.ref);
  }
  return { clientMutationId: clientMutationId ?? null };
}

async function planUpdate(context: Context, repository: Repository, update: RefUpdate) {
  const { name: ref, beforeOid, afterOid, force = false } = update;
  const before = repository.git.refs.get(ref);
  if (beforeOid !== undefined && beforeOid !== (before ?? NOWHERE)) throw moved(ref);
  const after = afterOid === NOWHERE ? undefined : afterOid;
  if (after !== undefined && (await repository.git.read(after)) === undefined) {
    throw graphqlError("NOT_FOUND", `Could not resolve to a git object with the oid '${after}'.`);
  }
  const forward = before === undefined || after === undefined || (await isAncestor(repository.git, before, after));
  if (!force && !forward) throw graphqlError("UNPROCESSABLE", `Update of ${ref} is not a fast forward`);
  const why = await whyRefused(context.world, repository, { ref, before, after }, actorOf(context));
  if (why !== undefined) throw graphqlError("UNPROCESSABLE", why);
  return { ref, before, after };
}

function findWritable(context: Context, id: string): Repository {
  const wanted = parseNodeId(id);
  const repository = wanted?.prefix === "R" ? context.world.repositoriesById.get(Number(wanted.id)) : undefined;
  if (repository === undefined || !maySee(context, repository)) {
    throw graphqlError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
  }
  if (!may(context, repository, ["contents:write"])) {
    throw graphqlError("FORBIDDEN", "Resource not accessible by integration");
  }
  return repository;
}

/** GitHub does not document these words: nobody may rely on them. */
function moved(ref: string) {
  return graphqlError("UNPROCESSABLE", `Reference ${ref} does not point to the expected object`);
}
