import { resolve } from "node:path";
import { PawlError } from "../../src/core/errors.ts";
import type { Identity } from "../../src/core/evidence/identity.ts";
import type { OciStore } from "../../src/oci/oci-store.ts";
import { openOciStore } from "../../src/oci/open-oci-store.ts";
import { assertTag, parsePackageAddress } from "../../src/oci/package-address.ts";
import { chooseCredentials } from "../registry-credentials.ts";
import type { PackageInputs } from "./inputs.ts";

const LAYOUT = "pawl-package";

/** Where the package goes. */
export interface Destination {
  readonly store: OciStore;
  /** As evidence names it: `ghcr.io/acme/demo/late-flights`, `oci-layout:pawl-package`. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** Folder that has to be uploaded, because nobody else keeps it. */
  readonly upload: string | undefined;
}

interface DestinationContext {
  readonly identity: Identity;
  /** The working directory. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** @throws `INPUT_INVALID` where the inputs name no place that packages can be in, or one twice. */
export function planDestination(inputs: PackageInputs, context: DestinationContext): Destination {
  const { identity, folder } = context;
  const tags = inputs.tags.length > 0 ? inputs.tags : [defaultTag(identity.commit, inputs.key)];
  for (const tag of tags) assertTag(tag);
  if (inputs.registry === undefined) {
    if (inputs.repository !== undefined)
      throw refusal("repository", "no registry is named", "Set registry, like ghcr.io.");
    const named = inputs.layout ?? LAYOUT;
    const absolute = resolve(folder, named);
    return {
      store: openOciStore(`oci-layout:${absolute}`),
      repository: `oci-layout:${named}`,
      tags,
      upload: inputs.layout === undefined ? absolute : undefined,
    };
  }
  if (inputs.layout !== undefined) {
    throw refusal("layout", "a registry is named as well", "Name one of the two.");
  }
  const registry = inputs.registry.replace(/^https?:\/\//, "").replace(/\/+$/, "");
  const name = inputs.repository ?? `${identity.repository}/${inputs.model}`.toLowerCase();
  const repository = `${registry}/${name}`;
  parsePackageAddress(repository);
  const plainHttp = inputs.registry.startsWith("http://") ? { plainHttp: true } : {};
  const store = openOciStore(repository, {
    credentials: chooseCredentials(inputs, registry, { user: identity.actor, env: context.env }),
    ...plainHttp,
  });
  return { store, repository, tags, upload: undefined };
}

function defaultTag(commit: string, key: string | undefined): string {
  return `sha-${commit.slice(0, 12)}${key === undefined ? "" : `-${key}`}`;
}

function refusal(input: string, what: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message: `input "${input}": ${what}`, hint });
}
