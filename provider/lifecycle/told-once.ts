import { isEngineHost } from "./engine-end";

/** How the SDK prints an error without a stack, which is one for the user: `<name>: <message>: `. */
const FOR_THE_USER = /^(Api)?Error: [^]*: $/;

/**
 * Keeps the engine's host process from printing errors for the user. The SDK prints what check, diff, read and delete
 * throw, and also passes it to the engine, so that the engine would show it twice: below the stack, and below the resource.
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
