import { UserError } from "../api/error";
import { PROVIDER, type Properties } from "./properties";

/**
 * An error that makes the engine keep a resource in state although the step failed, and call `update` at the next up. It
 * has an `id`, and its `properties` become the outputs. The engine shows the reasons instead of the message, and stores
 * them in clear, so they name requests and never values.
 */
export class PartialFailure extends UserError {
  readonly reasons: readonly string[];
  readonly properties: Properties;

  /**
   * @param outputs - the entry as far as it is known
   * @param inputs - the inputs, with the text by which the next refresh or delete finds this package
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
