import { execFile } from "node:child_process";
import { toSafeText } from "../../core/evidence/limits.ts";
import type { Environment } from "../../core/evidence/run-evidence.ts";
import { hasNvidiaSmi } from "../resources/find-nvidia-smi.ts";
import { GPU_DEVICE_QUERY, gpuSelection, parseCudaVersion, parseGpuDevices } from "../resources/nvidia-smi.ts";

const TIMEOUT_MS = 20_000;

/** Driver, CUDA version and devices as `nvidia-smi` tells them; `undefined` where there is no NVIDIA GPU. */
export async function readGpu(env: NodeJS.ProcessEnv): Promise<Environment["gpu"]> {
  if (!hasNvidiaSmi(env)) return undefined;
  const query = [...gpuSelection(env), `--query-gpu=${GPU_DEVICE_QUERY}`, "--format=csv,noheader,nounits"];
  const found = parseGpuDevices(await nvidiaSmi(query, env));
  if (found === undefined) return undefined;
  const cuda = parseCudaVersion(await nvidiaSmi([], env));
  return {
    driver: toSafeText(found.driver, 60),
    ...(cuda === undefined ? {} : { cuda }),
    devices: found.devices.slice(0, 64).map(({ name, memoryMiB }) => ({ name: toSafeText(name, 100), memoryMiB })),
  };
}

/** Its output; empty where it is missing or fails. */
function nvidiaSmi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    execFile("nvidia-smi", args, { env, timeout: TIMEOUT_MS, killSignal: "SIGKILL" }, (error, stdout) =>
      resolve(error === null ? stdout : ""),
    );
  });
}
