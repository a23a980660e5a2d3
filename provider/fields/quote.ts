const SHOWN = 80;

/** A value as a program would write it, shortened if it is long. */
export function quote(value: string): string {
  const characters = Array.from(value);
  return JSON.stringify(characters.length > SHOWN ? `${characters.slice(0, SHOWN).join("")}…` : value);
}
