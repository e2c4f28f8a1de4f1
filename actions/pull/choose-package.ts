import { PawlError } from "../../src/core/errors.ts";
import { referenceOf } from "../../src/core/registry/describe-version.ts";
import type { ModelVersion } from "../../src/core/registry/registry.ts";
import { type PackageReference, parsePackageReference } from "../../src/oci/package-address.ts";
import type { PullInputs } from "./inputs.ts";

/** A package by its digest, and the version that it is. */
export interface ChosenPackage extends PackageReference {
  readonly digest: string;
  readonly version: number | undefined;
}

/** Reads a version of the model from the registry; `undefined`: there is none. */
export type VersionReader = (wanted: Pick<PullInputs, "environment" | "version">) => Promise<ModelVersion>;

/**
 * Which package the inputs mean. Everything that they say has to agree: a workflow can be dispatched with anything.
 *
 * @throws `INPUT_INVALID` where they say too little, or contradict each other or the registry.
 */
export async function choosePackage(inputs: PullInputs, readVersion: VersionReader): Promise<ChosenPackage> {
  const { model, environment, version, reference, digest } = inputs;
  const named = environment !== undefined || version !== undefined;
  if (named && model === undefined) throw refusal('input "model" is missing', "It says whose version is meant.");
  const given = reference === undefined ? undefined : parsePackageReference(reference);
  if (!named) {
    const wanted = given?.digest ?? digest;
    if (given === undefined) throw refusal("nothing says what to pull", "Give model and environment, or a reference.");
    if (wanted === undefined)
      throw refusal(`${reference ?? ""} has no digest`, "A tag can be moved: add @sha256:… to it.");
    return agree({ ...given, digest: wanted, version: undefined }, digest, "the input digest");
  }
  const found = await readVersion({ environment, version });
  if (found.location.kind === "uri") {
    throw refusal(
      `version ${String(found.version)} stays at ${found.location.uri.slice(0, 200)}`,
      `Fetch it in a step of your own, and check its digest: ${found.digest}.`,
    );
  }
  const registered = parsePackageReference(referenceOf(found));
  const chosen = { ...registered, digest: found.digest, version: found.version };
  const checked = agree(chosen, digest, "the input digest");
  // The same bytes may lie in a second registry, nearer to the runner.
  return given === undefined
    ? checked
    : { ...agree(checked, given.digest, "the input reference"), repository: given.repository, tag: given.tag };
}

function agree(chosen: ChosenPackage, other: string | undefined, whose: string): ChosenPackage {
  if (other === undefined || other === chosen.digest) return chosen;
  const what = chosen.version === undefined ? "the reference" : `version ${String(chosen.version)} of the registry`;
  throw refusal(`${what} is ${chosen.digest}, ${whose} says ${other}`, "Do not deploy it; look at who started this.");
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
