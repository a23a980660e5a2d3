import { isEngineHost } from "./engine-end";

/** What the SDK's host makes of an error for the user, which has no stack: `<name>: <message>: `. */
const FOR_THE_USER = /^(Api)?Error: [^]*: $/;

/**
 * Keeps the engine's host process from printing an error for the user. The SDK prints what check, diff, read and delete throw,
 * which the engine shows below the stack, and hands it to the engine as well, which shows it below its resource.
 *
 * Does nothing in any other process.
 */
export function tellOnce(): void {
  if (!isEngineHost()) return;
  const { error: print } = console;
  Object.assign(console, {
    error: (...texts: unknown[]) => {
      if (!FOR_THE_USER.test(String(texts[0]))) print(...texts);
    },
  });
}
