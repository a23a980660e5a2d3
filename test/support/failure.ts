import { expect } from "chai";

/** The error with which the promise ends; that it ends otherwise is a failure of the test. */
export async function failureOf<T extends Error = Error>(promise: Promise<unknown>): Promise<T> {
  return promise.then(
    () => expect.fail("it succeeded"),
    (error: unknown) => error as T,
  );
}

/** What the error says with which the promise ends. */
export async function messageOf(promise: Promise<unknown>): Promise<string> {
  return (await failureOf(promise)).message;
}
