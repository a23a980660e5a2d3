import { join } from "node:path";
import ts from "typescript";
import { root } from "../setup/checkout.mjs";

/**
 * What the sources say of each exported class: its arguments (the second parameter of its constructor) and its
 * properties that are not Pulumi's, each with name, type, default and description.
 */
export function readClasses() {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.build.json"), {}, ts.sys);
  const index = join(root, "provider", "index.ts");
  const program = ts.createProgram([index], config.options);
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)));
  const isOurs = (node) => !program.isSourceFileFromExternalLibrary(node.getSourceFile());
  const resolve = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

  const aliases = new Map(
    exported
      .map(resolve)
      .filter(({ flags }) => flags & ts.SymbolFlags.TypeAlias)
      .map((symbol) => [symbol.name, spelledOut(checker, checker.getDeclaredTypeOfSymbol(symbol))]),
  );
  const classes = exported.map(resolve).filter(({ flags }) => flags & ts.SymbolFlags.Class);
  return new Map(
    classes.map((symbol) => {
      const [constructor] = checker.getTypeOfSymbol(symbol).getConstructSignatures();
      const args = checker.getTypeOfSymbol(constructor.parameters[1]).getProperties();
      const outputs = checker
        .getDeclaredTypeOfSymbol(symbol)
        .getProperties()
        .filter(({ declarations: [own] }) => isOurs(own) && !ts.isMethodDeclaration(own));
      const describeAll = (symbols) => symbols.map((member) => describe(checker, member, aliases));
      return [symbol.name, { args: describeAll(args), outputs: describeAll(outputs) }];
    }),
  );
}

function describe(checker, symbol, aliases) {
  const declaration = symbol.declarations.find(({ type }) => type);
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === "default");
  return {
    name: symbol.name,
    type: declaration ? plain(checker, declaration.type) : derived(checker, symbol, aliases),
    required: !(symbol.flags & ts.SymbolFlags.Optional),
    default: tag && ts.displayPartsToString(tag.text),
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
  };
}

/** The type as a reader thinks of it: without what says that a value may come later, and small unions spelled out. */
function plain(checker, node) {
  const written = node.getText();
  const text = sooner(written.replace(/\s+/g, " "));
  if (text !== written || !ts.isTypeReferenceNode(node)) return text;
  return spelledOut(checker, checker.getTypeFromTypeNode(node));
}

/** The same of a property that stands in no source, but comes from a table of fields. */
function derived(checker, symbol, aliases) {
  const type = checker.typeToString(checker.getTypeOfSymbol(symbol), undefined, ts.TypeFormatFlags.NoTruncation);
  const text = sooner(sooner(type));
  return aliases.get(text) ?? text;
}

function sooner(type) {
  let text = type;
  const wrapper = /\b(?:pulumi\.)?(?:Input|Output|OutputInstance|InputsOf)<((?:[^<>]|<[^<>]*>)*)>/;
  while (wrapper.test(text)) text = text.replace(wrapper, "$1");
  return text.replace(/ \| undefined$/, "");
}

function spelledOut(checker, type) {
  return checker.typeToString(type, undefined, ts.TypeFormatFlags.InTypeAlias);
}
