/** Version of Pawl, as in package.json (a contract test compares them). */
export const PAWL_VERSION = "0.1.0";
