import { Command, CommanderError } from "commander";
import { checkCommand } from "./check";
import { diffCommand } from "./diff";
import { emulatorCommand } from "./emulator";
import { expiringCommand } from "./expiring";
import { impactCommand } from "./impact";
import { importCommand } from "./import";
import { own } from "./own-package";
import { usageCommand } from "./usage";

/** Runs the command with the arguments that follow its name in a shell, and leaves its exit code with the process. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    await command().parseAsync(args, { from: "user" });
  } catch (error) {
    // What is wrong with arguments is said by then.
    if (!(error instanceof CommanderError)) console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  }
}

function command(): Command {
  const program = new Command("pulumi-cloudflare-email-security").description(own.description).version(own.version);
  const commands = [
    importCommand(),
    checkCommand(),
    diffCommand(),
    usageCommand(),
    impactCommand(),
    expiringCommand(),
    emulatorCommand(),
  ];
  for (const one of commands) program.addCommand(one.exitOverride());
  return program.exitOverride();
}
