#!/usr/bin/env node
import { Command } from "commander";
import { checkCommand } from "./check";
import { diffCommand } from "./diff";
import { emulatorCommand } from "./emulator";
import { expiringCommand } from "./expiring";
import { impactCommand } from "./impact";
import { importCommand } from "./import";
import { own } from "./own-package";
import { usageCommand } from "./usage";

const program = new Command("pulumi-cloudflare-email-security")
  .description(own.description)
  .version(own.version)
  .addCommand(importCommand())
  .addCommand(checkCommand())
  .addCommand(diffCommand())
  .addCommand(usageCommand())
  .addCommand(impactCommand())
  .addCommand(expiringCommand())
  .addCommand(emulatorCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
