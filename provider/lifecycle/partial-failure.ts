import { reasonOf, type ApiError } from "../api/error";
import { PROVIDER, UNSURE, type Properties } from "./properties";

/**
 * What makes the engine keep a resource in state and call `update` at the next up, although the step failed: a duck-typed
 * error, whose `properties` become all of the outputs. The engine shows the reasons in place of the message, and keeps them
 * in clear.
 */
export class PartialFailure extends Error {
  readonly properties: Properties;
  readonly reasons: readonly string[];

  /**
   * @param what - the step and the entry, such as "the update of allow policy 7"
   * @param outputs - what is known of the entry
   */
  constructor(
    what: string,
    readonly id: string,
    outputs: Properties,
    inputs: Properties,
    cause: ApiError,
  ) {
    const reason = `${what} failed (${reasonOf(cause)}); whether it was carried out cannot be told. Run again: the next run reads the entry and does what is left.`;
    super(reason);
    this.stack = "";
    this.reasons = [reason];
    // Without the text the next refresh or delete could not find this library.
    this.properties = { ...outputs, [UNSURE]: true, [PROVIDER]: inputs[PROVIDER] };
  }
}
