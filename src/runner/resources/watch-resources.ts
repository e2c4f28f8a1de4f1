import type { Resources } from "../../core/evidence/run-evidence.ts";
import { hasNvidiaSmi } from "./find-nvidia-smi.ts";
import { sampleGpus } from "./sample-gpus.ts";
import { sampleProcesses } from "./sample-processes.ts";

const NO_GPU: ReturnType<ReturnType<typeof sampleGpus>["stop"]> = {
  gpus: [],
  energyWattHours: undefined,
  problem: undefined,
};

export interface Price {
  /** For one hour of this runner. */
  readonly hourly: number;
  /** `USD`. */
  readonly currency: string;
}

export interface ResourceWatch {
  /** Ends the sampling and gives what a run of `wallSeconds` used. */
  readonly stop: (wallSeconds: number) => { readonly resources: Resources; readonly notes: readonly string[] };
}

/** Watches what the process tree under `root` and the GPUs do, until stopped. */
export function watchResources(root: number, env: NodeJS.ProcessEnv, price: Price | undefined): ResourceWatch {
  const processes = sampleProcesses(root);
  const gpus = hasNvidiaSmi(env) ? sampleGpus(env) : undefined;
  return {
    stop: (wallSeconds) => {
      const cpu = processes.stop();
      const gpu = gpus?.stop() ?? NO_GPU;
      return {
        resources: {
          wallSeconds: Math.round(wallSeconds * 1000) / 1000,
          ...(cpu.cpuSeconds === undefined ? {} : { cpuSeconds: cpu.cpuSeconds }),
          ...(cpu.cpuPercent === undefined ? {} : { cpuPercent: cpu.cpuPercent }),
          ...(cpu.memoryMiB === undefined ? {} : { memoryMiB: cpu.memoryMiB }),
          ...(gpu.gpus.length === 0 ? {} : { gpus: gpu.gpus.slice(0, 64) }),
          ...(gpu.energyWattHours === undefined ? {} : { gpuEnergyWattHours: gpu.energyWattHours }),
          ...(price === undefined ? {} : { cost: toCost(price, wallSeconds) }),
          samples: cpu.samples,
        },
        notes: [cpu.problem, gpu.problem].filter((problem) => problem !== undefined),
      };
    },
  };
}

function toCost({ hourly, currency }: Price, wallSeconds: number) {
  return { amount: Math.round(hourly * (wallSeconds / 3600) * 10_000) / 10_000, currency };
}
