import { describe, expect, it } from "vitest";
import { parsePs } from "../../../src/runner/process-tree.ts";
import {
  gpuSelection,
  parseCudaVersion,
  parseGpuDevices,
  parseGpuSample,
} from "../../../src/runner/resources/nvidia-smi.ts";
import { createSeries } from "../../../src/runner/resources/sampled-series.ts";

describe("nvidia-smi", () => {
  it.each`
    line                                                  | sample
    ${"0, 97, 40536, 312.45"}                             | ${{ index: 0, utilizationPercent: 97, memoryMiB: 40_536, powerWatts: 312.45 }}
    ${"1, 0, 3, [N/A]"}                                   | ${{ index: 1, utilizationPercent: 0, memoryMiB: 3, powerWatts: undefined }}
    ${"2, [Not Supported], 1024, [Unknown Error]"}        | ${{ index: 2, utilizationPercent: undefined, memoryMiB: 1024, powerWatts: undefined }}
    ${"3, N/A, [GPU requires reset], N/A"}                | ${{ index: 3, utilizationPercent: undefined, memoryMiB: undefined, powerWatts: undefined }}
    ${"Unable to determine the device handle for GPU0"}   | ${undefined}
    ${"NVIDIA-SMI has failed, because, of, many reasons"} | ${undefined}
    ${""}                                                 | ${undefined}
  `("$line", ({ line, sample }) => expect(parseGpuSample(line)).toEqual(sample));

  it("lists devices, also where a table of errors stands in their place", () => {
    expect(
      parseGpuDevices("NVIDIA H100 80GB HBM3, 81559, 550.54.15\nNVIDIA H100 80GB HBM3, 81559, 550.54.15\n"),
    ).toEqual({
      driver: "550.54.15",
      devices: [
        { name: "NVIDIA H100 80GB HBM3", memoryMiB: 81_559 },
        { name: "NVIDIA H100 80GB HBM3", memoryMiB: 81_559 },
      ],
    });
    expect(parseGpuDevices("No devices were found\n")).toBeUndefined();
  });

  it.each`
    text                                                                                             | version
    ${"| NVIDIA-SMI 535.104.05    Driver Version: 535.104.05   CUDA Version: 12.2     |"}            | ${"12.2"}
    ${"| NVIDIA-SMI 580.65.06              Driver Version: 580.65.06      CUDA Version: 13.0     |"} | ${"13.0"}
    ${"| NVIDIA-SMI 390.157                Driver Version: 390.157                   |"}             | ${undefined}
  `("reads CUDA $version", ({ text, version }) => expect(parseCudaVersion(text)).toBe(version));

  it.each`
    visible              | args
    ${"0,1"}             | ${["-i", "0,1"]}
    ${"GPU-8932f937-d7"} | ${["-i", "GPU-8932f937-d7"]}
    ${""}                | ${[]}
    ${"-1"}              | ${[]}
    ${"0; rm -rf /"}     | ${[]}
  `("asks for the GPUs that the job may use: $visible", ({ visible, args }) =>
    expect(gpuSelection({ CUDA_VISIBLE_DEVICES: visible })).toEqual(args),
  );
});

describe("a sampled series", () => {
  it("gives percentiles by nearest rank", () => {
    const series = createSeries();
    for (let value = 1; value <= 100; value++) series.add(value);
    expect(series.summary()).toEqual({ p50: 50, p95: 95, max: 100 });
  });

  it("of thirty hours is thinned, and its maximum stays exact", () => {
    const series = createSeries();
    for (let second = 0; second < 108_000; second++) series.add(second === 77_777 ? 1_000_000 : second);
    const summary = series.summary();
    expect(summary?.max).toBe(1_000_000);
    expect(summary?.p50).toBeGreaterThan(53_500);
    expect(summary?.p50).toBeLessThan(54_500);
  });

  it("without samples is none", () => {
    const series = createSeries();
    series.add(Number.NaN);
    expect(series.summary()).toBeUndefined();
  });
});

it("ps is read where there is no /proc", () => {
  expect(parsePs("  501     1   501  2048 Ss   1-02:03:04\n  777   501   501   512 Z    0:01.50\n")).toEqual([
    {
      pid: 501,
      parent: 1,
      group: 501,
      started: 0,
      zombie: false,
      cpuSeconds: 93_784,
      reapedCpuSeconds: 0,
      residentBytes: 2_097_152,
    },
    {
      pid: 777,
      parent: 501,
      group: 501,
      started: 0,
      zombie: true,
      cpuSeconds: 1.5,
      reapedCpuSeconds: 0,
      residentBytes: 524_288,
    },
  ]);
});
