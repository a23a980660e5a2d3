import type { Staleness } from "./shelf";

export const BASE_PATH = "/client/v4";

export interface ApiEnv {
  Bindings: {
    /** How long reads do not see what this request writes. */
    staleness?: Staleness | undefined;
  };
}
