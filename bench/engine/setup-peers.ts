import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PEER_SCRIPTS, PEERS, PEERS_FOLDER, type Peer } from "./peers.ts";

// Makes an environment for each peer, or for those that are named, as they cannot live in one: they need different versions
// of pandas and NumPy.

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

const named = process.argv.slice(2);
const unknown = named.find((name) => !(PEERS as readonly string[]).includes(name));
if (unknown !== undefined) throw new Error(`there is no peer "${unknown}"; there are ${PEERS.join(", ")}`);

for (const peer of PEERS.filter((name) => named.length === 0 || named.includes(name))) {
  try {
    await setUp(peer);
  } catch (error) {
    process.exitCode = 1;
    console.error(`${peer}: could not be installed, and the bench will leave it out: ${String(error).slice(0, 300)}`);
  }
}
