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

  const classes = exported.map(resolve).filter(({ flags }) => flags & ts.SymbolFlags.Class);
  return new Map(
    classes.map((symbol) => {
      const [declaration] = symbol.declarations;
      const constructor = declaration.members.find(ts.isConstructorDeclaration);
      const args = checker.getTypeAtLocation(constructor.parameters[1]).getProperties();
      const outputs = checker
        .getDeclaredTypeOfSymbol(symbol)
        .getProperties()
        .filter(({ valueDeclaration }) => isOurs(valueDeclaration) && ts.isPropertyDeclaration(valueDeclaration));
      const describeAll = (symbols) => symbols.map((member) => describe(checker, member));
      return [symbol.name, { args: describeAll(args), outputs: describeAll(outputs) }];
    }),
  );
}

function describe(checker, symbol) {
  const declaration = symbol.declarations.find(({ type }) => type);
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === "default");
  return {
    name: symbol.name,
    type: plain(checker, declaration.type),
    required: !declaration.questionToken,
    default: tag && ts.displayPartsToString(tag.text),
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
  };
}

/** The type as a reader thinks of it: without what says that a value may come later, and small unions spelled out. */
function plain(checker, node) {
  let text = node.getText().replace(/\s+/g, " ");
  const wrapper = /\b(?:pulumi\.Input|pulumi\.Output|InputsOf)<((?:[^<>]|<[^<>]*>)*)>/;
  while (wrapper.test(text)) text = text.replace(wrapper, "$1");
  text = text.replace(/ \| undefined$/, "");
  if (text !== node.getText() || !ts.isTypeReferenceNode(node)) return text;
  return checker.typeToString(checker.getTypeFromTypeNode(node), undefined, ts.TypeFormatFlags.InTypeAlias);
}
