#!/usr/bin/env node
import { createRequire } from "node:module";
import { Command } from "commander";
import { emulatorCommand } from "./emulator";

const own = createRequire(__filename)("pulumi-cloudflare-email-security/package.json") as {
  readonly description: string;
  readonly version: string;
};

const program = new Command("pulumi-cloudflare-email-security")
  .description(own.description)
  .version(own.version)
  .addCommand(emulatorCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
