/** What a program needs of the rules in a preview, as one module that is loaded when it is first needed. */
export { resourceAdvice, adviceTexts } from "./resource-advice";
export { readAdviceSettings, readSilence } from "./advice-settings";
export { ProgramIndex } from "./program-index";
export { isUnknown } from "../fields/unknown";
