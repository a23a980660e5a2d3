#!/usr/bin/env node
import { run } from "./command";

process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  // Who reads no further, as "head" does, has seen enough.
  if (code === "EPIPE") return;
  process.stderr.write(`Standard output: ${message}\n`);
  process.exitCode = 1;
});

void run(process.argv.slice(2));
