import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { PawlError } from "../../core/errors.ts";
import type { CredentialSource, Credentials } from "./credentials.ts";

/** `config.json` as `docker login`, `podman login` and `oras login` leave it; other keys are theirs. */
const DockerConfig = z.object({
  auths: z
    .record(
      z.string(),
      z.object({
        auth: z.string().optional(),
        username: z.string().optional(),
        password: z.string().optional(),
        identitytoken: z.string().optional(),
        registrytoken: z.string().optional(),
      }),
    )
    .optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
  credsStore: z.string().optional(),
});
type DockerConfig = z.infer<typeof DockerConfig>;

/** Docker's own hub is kept under its old address. */
const HUB = "docker.io";
const HUB_KEYS: readonly string[] = ["index.docker.io/v1", "index.docker.io", "registry-1.docker.io"];

/** Where `docker login` leaves credentials: `$DOCKER_CONFIG/config.json`, or `.docker/config.json` at home. */
export function dockerConfigPath(env: Readonly<Record<string, string | undefined>>): string {
  const folder = env["DOCKER_CONFIG"];
  return join(folder === undefined || folder === "" ? join(homedir(), ".docker") : folder, "config.json");
}

/**
 * Credentials from a Docker configuration file, read anew for each store, so that a later login counts. Programs that
 * keep credentials (`credHelpers`, `credsStore`) are not started.
 *
 * @throws `INPUT_INVALID`, when asked: a file that is not such a configuration, or a registry whose credentials only
 * such a program has. A file that does not exist holds none.
 */
export function dockerCredentials(path: string): CredentialSource {
  return async (registry, name) => {
    const config = await readConfig(path);
    return config === undefined ? undefined : findCredentials(config, registry.toLowerCase(), name, path);
  };
}

async function readConfig(path: string): Promise<DockerConfig | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new PawlError({ code: "INPUT_INVALID", message: `${path} cannot be read`, cause });
  }
  try {
    return DockerConfig.parse(JSON.parse(text));
  } catch {
    // The reason would show the text, and the text holds secrets.
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${path} is no configuration of Docker`,
      hint: "Let `docker login <registry>` write it.",
    });
  }
}

function findCredentials(config: DockerConfig, registry: string, name: string, path: string): Credentials | undefined {
  const wanted = `${registry}/${name}`;
  const [key, entry] =
    Object.entries(config.auths ?? {})
      .map(([written, found]) => [addressOf(written), found] as const)
      .filter(([address]) => wanted === address || wanted.startsWith(`${address}/`))
      // Podman keeps credentials of a part of a registry; the closest one counts.
      .sort(([a], [b]) => b.length - a.length)[0] ?? [];
  const found = entry === undefined ? undefined : readEntry(entry, `${path}: auths.${key ?? ""}`);
  if (found !== undefined) return found;
  const helper =
    Object.entries(config.credHelpers ?? {}).find(([written]) => addressOf(written) === registry)?.[1] ??
    (entry === undefined ? undefined : config.credsStore);
  if (helper === undefined) return undefined;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${path} leaves the credentials of ${registry} to docker-credential-${helper}, and Pawl starts no such programs`,
    hint: `Give user and password, or log in with DOCKER_CONFIG set to an empty folder: docker login ${registry}.`,
  });
}

function readEntry(
  { auth, username, password, identitytoken, registrytoken }: NonNullable<DockerConfig["auths"]>[string],
  where: string,
): Credentials | undefined {
  if (registrytoken) return { kind: "bearer", token: registrytoken };
  if (identitytoken) return { kind: "identity-token", token: identitytoken };
  if (username && password) return { kind: "basic", username, password };
  if (!auth) return undefined;
  const decoded = Buffer.from(auth, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 1) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `${where}: auth is not user:password in base64`,
      hint: "Let `docker login` write it.",
    });
  }
  return { kind: "basic", username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

function addressOf(key: string): string {
  const address = key.replace(/^https?:\/\//, "").replace(/\/+$/, "");
  return HUB_KEYS.includes(address) ? HUB : address.toLowerCase();
}
