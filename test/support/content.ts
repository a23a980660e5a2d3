import type { CollectionContent } from "../../emulator";

/** Removes all entries, so that a test begins with none. */
export function empty(content: CollectionContent): void {
  for (const { id } of content.list()) content.remove(String(id));
}
