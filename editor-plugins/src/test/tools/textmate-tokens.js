// Prints what the TextMate grammar makes of a file: one line per token, "line<TAB>start<TAB>end<TAB>scopes", counted from 0.
// Uses the tokenizer of Visual Studio Code itself. Arguments: the grammar, the Java grammar, the file.
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const tools = createRequire(path.join(process.cwd(), "node_modules", "vscode-tmgrammar-test", "package.json"));
const oniguruma = tools("vscode-oniguruma");
const textmate = tools("vscode-textmate");

async function main([grammarFile, javaFile, file]) {
  const wasm = fs.readFileSync(path.join(path.dirname(tools.resolve("vscode-oniguruma")), "onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const files = { "source.kpipe": grammarFile, "source.java": javaFile };
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) =>
      scope in files ? textmate.parseRawGrammar(fs.readFileSync(files[scope], "utf8"), files[scope]) : null,
  });
  const grammar = await registry.loadGrammar("source.kpipe");
  let state = textmate.INITIAL;
  const out = [];
  fs.readFileSync(file, "utf8").split(/\r?\n/).forEach((line, number) => {
    const result = grammar.tokenizeLine(line, state);
    for (const token of result.tokens) {
      out.push([number, token.startIndex, Math.min(token.endIndex, line.length), token.scopes.join(" ")].join("\t"));
    }
    state = result.ruleStack;
  });
  process.stdout.write(out.join("\n") + "\n");
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
