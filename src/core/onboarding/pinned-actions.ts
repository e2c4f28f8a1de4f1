/** Actions of others in the workflows that onboarding writes, pinned as in `templates/workflows`, which a test compares. */
export const PINNED = {
  checkout: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  setupPython: "actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0",
  upload: "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
  download: "actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0",
} as const;

/** Pawl's own, by major version. */
export function ownAction(name: string): string {
  return `pawl-ml/pawl/actions/${name}@v1`;
}
