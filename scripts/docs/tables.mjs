const code = (text) => `\`${text.replaceAll("|", "\\|")}\``;
const cell = (text) => text.replace(/\s+/g, " ").trim();

/** The arguments of a class, with their names in the API where they have one. */
export function inputsTable({ args }, collection) {
  const wire = (name) => collection?.fields[name]?.wire;
  const hasWire = args.some(({ name }) => wire(name));
  // A type that is derived from a table has what is required first, and the rest in any order.
  const names = Object.keys(collection?.fields ?? {});
  const place = ({ name }) => (names.includes(name) ? names.indexOf(name) : name === "accountId" ? -1 : names.length);
  const inOrder = collection ? [...args].sort((a, b) => place(a) - place(b)) : args;
  return table(
    ["property", "type", "default", ...(hasWire ? ["in the API"] : []), "what it is"],
    inOrder.map((field) => [
      code(field.name),
      code(field.type),
      field.required ? "**required**" : defaultOf(field),
      ...(hasWire ? [wire(field.name) ? code(wire(field.name)) : ""] : []),
      cell(field.text),
    ]),
  );
}

/** What a program can read of a class beyond what it gave: the properties that are no arguments. */
export function outputsTable({ args, outputs }) {
  const given = new Set(args.map(({ name }) => name));
  return table(
    ["output", "type", "what it is"],
    outputs.filter(({ name }) => !given.has(name)).map(({ name, type, text }) => [code(name), code(type), cell(text)]),
  );
}

function defaultOf({ default: value }) {
  if (value === undefined) return "";
  return /^(true|false|".*")$/.test(value) ? code(value) : cell(value);
}

function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
