import { createRequire } from "node:module";

/** This package as npm knows it. */
export const own = createRequire(__filename)("pulumi-cloudflare-email-security/package.json") as {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
};
