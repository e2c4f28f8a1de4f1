/** Whether a path is an address of data elsewhere, which only an extension of the engine reads. */
export function isRemote(path: string): boolean {
  return /^(https?|s3|s3a|s3n|gs|gcs|r2):\/\//i.test(path);
}

/** The path of an address, for its ending: without query and fragment. */
export function remoteName(address: string): string {
  return address.replace(/[?#].*$/, "");
}

/** An address for messages and evidence: user, password and query may hold keys. Other paths stay what they are. */
export function withoutSecrets(path: string): string {
  return isRemote(path) ? remoteName(path).replace(/^([^:]+:\/\/)[^/@]*@/, "$1") : path;
}
