/**
 * What `nvidia-smi` prints: one line a GPU and second for
 * `--query-gpu=index,utilization.gpu,memory.used,power.draw --format=csv,noheader,nounits`, for example
 * `0, 97, 40536, 312.45`. What a GPU does not tell is `[N/A]`, `[Not Supported]`, `[Unknown Error]` or
 * `[GPU requires reset]`, on older drivers without the brackets.
 *
 * @see https://docs.nvidia.com/deploy/nvidia-smi/index.html
 */
export const GPU_SAMPLE_QUERY = "index,utilization.gpu,memory.used,power.draw";

export interface GpuSample {
  readonly index: number;
  /** 0 to 100. */
  readonly utilizationPercent: number | undefined;
  readonly memoryMiB: number | undefined;
  readonly powerWatts: number | undefined;
}

/** One line of the sampling query; `undefined` for a line that is something else. */
export function parseGpuSample(line: string): GpuSample | undefined {
  const [index, utilization, memory, power, ...rest] = line.split(",").map((field) => field.trim());
  if (power === undefined || rest.length > 0 || !/^\d+$/.test(index ?? "")) return undefined;
  return {
    index: Number(index),
    utilizationPercent: toNumber(utilization),
    memoryMiB: toNumber(memory),
    powerWatts: toNumber(power),
  };
}

export const GPU_DEVICE_QUERY = "name,memory.total,driver_version";

export interface GpuDevices {
  readonly driver: string;
  readonly devices: readonly { readonly name: string; readonly memoryMiB: number }[];
}

/** Lines of the device query: `NVIDIA A100-SXM4-40GB, 40960, 535.104.05`; `undefined` where there is no device. */
export function parseGpuDevices(output: string): GpuDevices | undefined {
  const rows = output.split(/\r?\n/).flatMap((line) => {
    const [name, memory, driver] = line.split(",").map((field) => field.trim());
    if (name === undefined || driver === undefined || !/^\d+(\.\d+)*$/.test(driver)) return [];
    return [{ name, memoryMiB: toNumber(memory) ?? 0, driver }];
  });
  const driver = rows[0]?.driver;
  if (driver === undefined) return undefined;
  return { driver, devices: rows.map(({ name, memoryMiB }) => ({ name, memoryMiB })) };
}

/** `CUDA Version: 12.2` from the header that `nvidia-smi` without arguments prints. */
export function parseCudaVersion(output: string): string | undefined {
  return /CUDA Version\s*:\s*(\d+(?:\.\d+)*)/.exec(output)?.[1];
}

/** `-i` for the GPUs that the command may use; GPUs of other jobs on the same machine are none of this run's. */
export function gpuSelection(env: NodeJS.ProcessEnv): string[] {
  const visible = env["CUDA_VISIBLE_DEVICES"]?.replaceAll(" ", "") ?? "";
  return /^(\d+|GPU-[0-9a-f-]+)(,(\d+|GPU-[0-9a-f-]+))*$/i.test(visible) ? ["-i", visible] : [];
}

function toNumber(field: string | undefined): number | undefined {
  return field !== undefined && /^-?\d+(\.\d+)?$/.test(field) ? Number(field) : undefined;
}
