/** What a program needs of the rules in a preview, as one module that is loaded when it is first needed. */
export { advise, adviceTexts } from "./advise";
export { readAdviceSettings, readSilence } from "./advice-settings";
export { ProgramIndex } from "./program-index";
export { isUnknown } from "../fields/unknown";
