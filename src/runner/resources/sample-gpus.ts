import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { z } from "zod";
import type { GpuUse } from "../../core/evidence/run-evidence.ts";
import { GPU_SAMPLE_QUERY, gpuSelection, parseGpuSample } from "./nvidia-smi.ts";
import { createSeries, type SampledSeries } from "./sampled-series.ts";

/** A longer silence (the machine slept, the tool hung) is not counted as energy. */
const LONGEST_GAP_SECONDS = 10;

interface GpuSeries {
  readonly utilization: SampledSeries;
  readonly memory: SampledSeries;
  readonly power: SampledSeries;
  last?: { readonly time: number; readonly watts: number };
}

/**
 * Samples NVIDIA GPUs every second with one `nvidia-smi` that keeps running: starting it costs up to a second each time
 * where no persistence daemon runs. No tool, no GPU, or a tool that fails: no samples.
 */
export function sampleGpus(env: NodeJS.ProcessEnv) {
  const gpus = new Map<number, GpuSeries>();
  let wattSeconds = 0;
  let samples = 0;
  const child = spawn(
    "nvidia-smi",
    [...gpuSelection(env), `--query-gpu=${GPU_SAMPLE_QUERY}`, "--format=csv,noheader,nounits", "-l", "1"],
    { env, stdio: ["ignore", "pipe", "ignore"] },
  );
  child.on("error", () => undefined); // Most machines have none.
  child.unref();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const sample = parseGpuSample(line);
    if (sample === undefined) return;
    samples += 1;
    const gpu = gpus.get(sample.index) ?? {
      utilization: createSeries(),
      memory: createSeries(),
      power: createSeries(),
    };
    gpus.set(sample.index, gpu);
    gpu.utilization.add(sample.utilizationPercent ?? Number.NaN);
    gpu.memory.add(sample.memoryMiB ?? Number.NaN);
    if (sample.powerWatts === undefined) return;
    gpu.power.add(sample.powerWatts);
    const time = performance.now() / 1000;
    if (gpu.last !== undefined && time - gpu.last.time <= LONGEST_GAP_SECONDS) {
      wattSeconds += ((gpu.last.watts + sample.powerWatts) / 2) * (time - gpu.last.time);
    }
    gpu.last = { time, watts: sample.powerWatts };
  });

  return {
    stop: () => {
      const before = child.exitCode;
      child.kill("SIGKILL");
      child.stdout.destroy();
      const uses = [...gpus].sort(([a], [b]) => a - b).flatMap(([index, series]) => toGpuUse(index, series));
      return {
        gpus: uses,
        energyWattHours: wattSeconds === 0 ? undefined : Math.round((wattSeconds / 3600) * 1000) / 1000,
        problem:
          samples > 0 && before !== null
            ? "nvidia-smi stopped while the command ran: GPU figures cover only a part of it."
            : undefined,
      };
    },
  };
}

function toGpuUse(index: number, { utilization, memory, power }: GpuSeries): z.infer<typeof GpuUse>[] {
  const utilizationPercent = utilization.summary();
  const memoryMiB = memory.summary();
  const powerWatts = power.summary();
  if (utilizationPercent === undefined || memoryMiB === undefined) return [];
  return [{ index, utilizationPercent, memoryMiB, ...(powerWatts === undefined ? {} : { powerWatts }) }];
}
