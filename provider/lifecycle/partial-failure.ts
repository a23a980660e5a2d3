import { UserError } from "../api/error";
import { PROVIDER, type Properties } from "./properties";

/**
 * What makes the engine keep a resource in state and call `update` at the next up, although the step failed: an error with
 * an `id`, whose `properties` become all of the outputs. The engine shows the reasons in place of the message, and keeps
 * them in clear, so they name requests and never values.
 */
export class PartialFailure extends UserError {
  readonly reasons: readonly string[];
  readonly properties: Properties;

  /**
   * @param outputs - what is known to be there
   * @param inputs - what came, with the text by which the next refresh or delete finds this library
   */
  constructor(
    reason: string,
    readonly id: string,
    outputs: Properties,
    inputs: Properties,
  ) {
    super(reason);
    this.reasons = [reason];
    this.properties = { ...outputs, [PROVIDER]: inputs[PROVIDER] };
  }
}
