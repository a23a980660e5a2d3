export { startEmulator, type Emulator } from "./emulator";
export type { Account, EmulatorOptions, RateLimit, RuntimeOptions, Token } from "./options";
export type { AssumptionName, Assumptions } from "./assumptions";
export type { CollectionContent } from "./content-access";
export type { WireEntry } from "./entry";
export type { Fault, FaultChooser, FaultKind, FaultPlan, RequestMatch } from "./faults";
export type { Action, ArrivedRequest, RequestRecord } from "./request-log";
