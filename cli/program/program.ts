import { hasSet, type Collection, type SetCollection, type Values } from "../../provider/collections/collection";
import type { Draft } from "./draft";
import { comment, key, literal, property, WIDTH } from "./source-text";

/** How a program declares its entries: each as a resource, or a set for each collection that has sets. */
export type Form = "resources" | "set";

/** The text of a TypeScript program, as prettier formats it. */
export function writeProgram(drafts: readonly Draft[], form: Form, heading: readonly string[]): string {
  const collections = [...new Set(drafts.map(({ collection }) => collection))];
  const members = (collection: Collection) => drafts.filter((draft) => draft.collection === collection);
  const isUsed = (collection: Collection) => members(collection).some(({ obstacle }) => obstacle === undefined);
  const isInSet = (collection: Collection): collection is SetCollection => form === "set" && hasSet(collection);
  const classes = collections
    .filter((collection) => isInSet(collection) || isUsed(collection))
    .map((collection) => (isInSet(collection) ? collection.set.type : collection.type));
  const blocks = collections.flatMap((collection) =>
    isInSet(collection) ? [writeSet(collection, members(collection))] : members(collection).map(writeResource),
  );
  return `${[[...comment(heading, ""), ...importLines(classes)], ...blocks].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function importLines(classes: readonly string[]): string[] {
  if (classes.length === 0) return ["export {};"];
  const from = '} from "pulumi-cloudflare-email-security";';
  const line = `import { ${classes.join(", ")} ${from}`;
  return line.length <= WIDTH ? [line] : ["import {", ...classes.map((name) => `  ${name},`), from];
}

function writeResource({ collection, name, given, id, remark, obstacle }: Draft): string[] {
  const call = [
    `new ${collection.type}(`,
    `  ${literal(name)},`,
    ...writeObject("  ", "", { ...given, ...(id === undefined && { adoptExisting: true }) }),
    ...(id === undefined ? [] : [`  { import: ${literal(id)} },`]),
    ");",
  ];
  // If nothing follows the object, prettier puts it on the same line as the name.
  const code = id === undefined ? hugged(call) : call;
  return annotated(code, remark, obstacle, "");
}

function hugged([first = "", name = "", open = "", ...rest]: readonly string[]): string[] {
  const inner = rest.slice(0, -2).map((line) => line.slice(2));
  return [`${first}${name.trim()} ${open.trim()}`, ...inner, "});"];
}

function writeSet({ set }: SetCollection, members: readonly Draft[]): string[] {
  return [
    `new ${set.type}(${literal(set.entries)}, {`,
    `  ${set.entries}: {`,
    ...members.flatMap((member) =>
      annotated(writeObject("    ", `${key(member.name)}: `, member.given), member.remark, member.obstacle, "    "),
    ),
    "  },",
    "  adoptExisting: true,",
    "});",
  ];
}

function writeObject(indent: string, before: string, values: Values): string[] {
  const properties = Object.entries(values).flatMap(([name, value]) => property(name, value, `${indent}  `));
  return [`${indent}${before}{`, ...properties, `${indent}},`];
}

/** The code with a remark above it, or all of it as a comment if there is an obstacle. */
function annotated(code: string[], remark: string | undefined, obstacle: string | undefined, indent: string): string[] {
  if (obstacle === undefined) return [...(remark === undefined ? [] : comment([remark], indent)), ...code];
  return comment([`Not managed. ${obstacle}`, ...code.map((line) => line.slice(indent.length))], indent);
}
