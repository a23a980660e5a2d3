/** The text by which the Node SDK says "not known yet" in a preview. */
export const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Every text by which the engine says "not known yet" in a preview; the Node SDK itself sends the first only. */
const UNKNOWN = new Set([
  UNKNOWN_VALUE,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether the value, or the text that stands for it, is not known before other resources are made. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && UNKNOWN.has(value);
}
