/** Whether the first version that a text mentions is `least` or newer. */
export function atLeast(text, least) {
  const [had, wanted] = [text, least].map((version) => /\d+(\.\d+)*/.exec(version)?.[0].split(".").map(Number) ?? []);
  const at = wanted.findIndex((part, index) => part !== (had[index] ?? 0));
  return at === -1 || (had[at] ?? 0) > wanted[at];
}
