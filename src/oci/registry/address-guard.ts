import { type LookupAddress, lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { PawlError } from "../../core/errors.ts";

/** Addresses that mean something else inside a network than outside: IANA's special-purpose registries. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv6");
}

/** Whether an IP address leads into a private network or to this machine. */
export function isPrivateAddress(address: string): boolean {
  // `BlockList` looks through IPv4 addresses that are written as IPv6.
  return PRIVATE.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** Whether a host, as it stands in a URL, is this machine by its name. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}

/** Whether a host's name leads into a private network: decides whether it may send us to other private addresses. */
export function leadsInside(hostname: string): Promise<boolean> {
  const literal = literalAddress(hostname);
  if (literal !== undefined) return Promise.resolve(isPrivateAddress(literal));
  return new Promise((done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      done(error === null && addresses.some(({ address }) => isPrivateAddress(address)));
    });
  });
}

/**
 * Resolves the names of hosts that a registry sends us to, and refuses those inside. It is used by the connection itself,
 * so that a name cannot mean one address when it is checked and another when it is used.
 */
export const lookupOutside: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined) {
      callback(error ?? new Error(`${hostname} has no address`), "");
    } else if (addresses.some(({ address }) => isPrivateAddress(address))) {
      callback(refuseInside(hostname), "");
    } else if (options.all === true) {
      callback(null, addresses);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

/** @throws `REGISTRY_REFUSED` where a host is written as a private address, which no lookup would see. */
export function assertOutside(hostname: string): void {
  const literal = literalAddress(hostname);
  if (isLoopbackHost(hostname) || (literal !== undefined && isPrivateAddress(literal))) throw refuseInside(hostname);
}

function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? undefined : bare;
}

function refuseInside(hostname: string): PawlError {
  return new PawlError({
    code: "REGISTRY_REFUSED",
    message: `the registry sends us to ${hostname.slice(0, 100)}, which is inside a private network while it is not`,
    hint: "A registry may send its clients to storage and token services that are as public as itself.",
  });
}
