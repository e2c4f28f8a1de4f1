import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PEER_SCRIPTS, PEERS, PEERS_FOLDER, type Peer } from "./peers.ts";

// Makes an environment for each peer, as they cannot live in one: they need different versions of pandas and NumPy.

async function setUp(peer: Peer): Promise<void> {
  const home = join(PEERS_FOLDER, peer);
  const marker = join(home, ".complete");
  if (existsSync(marker)) return console.log(`${peer}: is there`);
  await rm(home, { recursive: true, force: true });
  console.log(`${peer}: installing …`);
  execFileSync("python3", ["-m", "venv", home], { stdio: "inherit" });
  const requirements = join(PEER_SCRIPTS, `${peer}.txt`);
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements];
  execFileSync(join(home, "bin", "python"), install, { stdio: "inherit" });
  await writeFile(marker, "");
}

for (const peer of PEERS) {
  try {
    await setUp(peer);
  } catch (error) {
    process.exitCode = 1;
    console.error(`${peer}: could not be installed, and the bench will leave it out: ${String(error).slice(0, 300)}`);
  }
}
