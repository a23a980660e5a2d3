import { createRequire } from "node:module";

/** The package.json of this package. */
export const own = createRequire(__filename)("pulumi-cloudflare-email-security/package.json") as {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
};
