#!/usr/bin/env node
import { createRequire } from "node:module";
import { Command } from "commander";
import { checkCommand } from "./check";
import { diffCommand } from "./diff";
import { emulatorCommand } from "./emulator";
import { importCommand } from "./import";

const own = createRequire(__filename)("pulumi-cloudflare-email-security/package.json") as {
  readonly description: string;
  readonly version: string;
};

const program = new Command("pulumi-cloudflare-email-security")
  .description(own.description)
  .version(own.version)
  .addCommand(importCommand())
  .addCommand(checkCommand())
  .addCommand(diffCommand())
  .addCommand(emulatorCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
