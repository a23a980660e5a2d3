import type { ApiError } from "../api/error";
import { PROVIDER, type Properties } from "./properties";

/**
 * Something was made or changed, and not all of it. The engine's host knows this by `id`: state then has what is there, and
 * the next `up` calls `update` for the rest. The reasons lie in state unencrypted, so they name requests and never values.
 */
export class PartialFailure extends Error {
  readonly properties: Properties;

  constructor(
    readonly id: string,
    /** What there is now. */
    outputs: Properties,
    /** The inputs that came, which hold the text by which the host finds this library again. */
    inputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
    this.properties = { ...outputs, [PROVIDER]: inputs[PROVIDER] };
  }
}

/** What may be said of an error where values must not show. */
export function reasonOf({ details }: ApiError): string {
  const codes = (details.codes ?? []).map((code) => ` [code: ${code}]`).join("");
  return details.status === undefined ? "there was no answer" : `the API answered ${details.status}${codes}`;
}
