import { spawn } from "node:child_process";
import { constants } from "node:os";
import { clearTimeout, setTimeout } from "node:timers";
import { Stop } from "./stop.mjs";

const windows = process.platform === "win32";
const exitCodeOf = (code, signal) => code ?? 128 + constants.signals[signal];

/** The child that has the terminal, and the signal that arrived while it had. */
let attached;
let received;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (attached === undefined) {
      process.exit(exitCodeOf(null, signal));
    }
    received = signal;
    // A terminal sends Ctrl-C to the child as well, and a second one would make Pulumi drop what it is doing.
    if (signal !== "SIGINT" || !process.stdin.isTTY) {
      attached.kill(signal);
    }
  });
}

const ended = (child, command) =>
  new Promise((resolve, reject) => {
    child.on("error", ({ code, message }) => {
      reject(new Stop(code === "ENOENT" ? `there is no ${command}` : `${command} could not be started: ${message}`));
    });
    child.on("close", (code, signal) => resolve(exitCodeOf(code, signal)));
  });

/**
 * Runs a command quietly and answers its standard output; ends it and all that it started after `timeout` milliseconds, and
 * when this process ends. A failure is a `Stop` that shows the end of what it said.
 */
export async function run(command, args, { cwd, env, timeout } = {}) {
  // A group of its own can be ended as a whole.
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !windows,
    shell: windows,
  });
  let answer = "";
  let said = "";
  child.stdout.on("data", (chunk) => ((answer += chunk), (said += chunk)));
  child.stderr.on("data", (chunk) => (said += chunk));

  let late = false;
  const end = () => (windows ? child.kill() : process.kill(-child.pid));
  const timer = timeout && setTimeout(() => ((late = true), end()), timeout);
  process.on("exit", end);
  try {
    const code = await ended(child, command);
    if (code === 0) {
      return answer;
    }
    const reason = late ? `took longer than ${timeout / 1000} s` : `ended with exit code ${code}`;
    throw new Stop([`${command} ${args.join(" ")} ${reason}`, ...said.trimEnd().split("\n").slice(-20)].join("\n"));
  } finally {
    clearTimeout(timer);
    process.off("exit", end);
  }
}

/** Gives a command the terminal and answers its exit code. A signal is the command's to handle; this process ends after it. */
export async function attach(command, args, { cwd, env } = {}) {
  attached = spawn(command, args, { cwd, env, stdio: "inherit" });
  const code = await ended(attached, command);
  attached = undefined;
  if (received) {
    process.exit(exitCodeOf(null, received));
  }
  return code;
}
