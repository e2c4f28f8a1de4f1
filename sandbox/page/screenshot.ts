import { spawnSync } from "node:child_process";
import { chromium } from "playwright-core";

/** Chromium as root on a machine without a graphics card, and without a word to the network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface ScreenshotWish {
  /** An address of the fake's page: `http://127.0.0.1:4010/ui/ana/flights/pull/1`. */
  readonly url: string;
  /** Where the PNG goes. */
  readonly file: string;
  readonly colorScheme?: "light" | "dark";
  /** A part of the page, as a CSS selector; the whole page by default. */
  readonly selector?: string;
  readonly width?: number;
}

/** The Chromium on PATH, or `undefined`; `apt-get install -y chromium fonts-noto-color-emoji` installs one. */
export function findChromium(): string | undefined {
  const found = ["chromium", "chromium-browser", "google-chrome"].map((name) =>
    spawnSync("which", [name], { encoding: "utf8" }).stdout.trim(),
  );
  return found.find((path) => path !== "");
}

/** Takes a picture of a page when its Markdown and drawings are ready. @throws Error when there is no Chromium */
export async function takeScreenshot({
  url,
  file,
  colorScheme = "light",
  selector,
  width = 1160,
}: ScreenshotWish): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error("There is no Chromium on PATH: apt-get install -y chromium fonts-noto-color-emoji");
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, deviceScaleFactor: 2 });
    await page.goto(url);
    await page.waitForSelector("html[data-ready=true]", { timeout: 20_000 });
    if (selector === undefined) await page.screenshot({ path: file, fullPage: true });
    else await page.locator(selector).first().screenshot({ path: file });
  } finally {
    await browser.close();
  }
}

/** `tsx sandbox/page/screenshot.ts <url> <file.png> [light|dark] [selector]` */
async function main([url, file, colorScheme, selector]: readonly string[]): Promise<void> {
  if (url === undefined || file === undefined)
    throw new Error("Usage: screenshot.ts <url> <file.png> [light|dark] [selector]");
  if (findChromium() === undefined) {
    process.stderr.write(
      "No screenshot: there is no Chromium on PATH. Install it with: apt-get install -y chromium fonts-noto-color-emoji\n",
    );
    return;
  }
  await takeScreenshot({
    url,
    file,
    colorScheme: colorScheme === "dark" ? "dark" : "light",
    ...(selector === undefined ? {} : { selector }),
  });
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  await main(process.argv.slice(2));
}
