package kpipe.compiler;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words what the Java compiler complains of. */
final class JavaWords {

    /** What the compiler says, and what that means; {@code $1} stands for what its first group has found. */
    private record Phrase(Pattern said, String meant) {
        Phrase(String said, String meant) {
            this(Pattern.compile(said, Pattern.DOTALL), meant);
        }
    }

    private static final Pattern PREFIX = Pattern.compile("^File '[^']*', Line \\d+, Column \\d+: ");

    private static final List<Phrase> PHRASES = List.of(
            // Names.
            new Phrase(
                    "^Cannot determine simple type name \"([^\"]+)\"",
                    "there is no class `$1` here; those beyond java.lang, java.math, java.time, java.util and java.util.regex go by their full name"),
            new Phrase("^Expression \"(\\w+)\" is not an rvalue", "there is no variable `$1`"),
            new Phrase("^Unknown variable or type \"([^\"]+)\"", "there is no variable and no class `$1`"),
            new Phrase("^A method named \"([^\"]+)\" is not declared", "there is no method `$1` here"),
            new Phrase(
                    "^No applicable constructor/method found for zero actual parameters; candidates are: .*?([\\w$]+)\\(.*",
                    "`$1` needs arguments"),
            new Phrase(
                    "^No applicable constructor/method found for actual parameters (\".*?\"); candidates are: .*?([\\w$]+)\\(.*",
                    "`$2` does not take $1"),
            new Phrase(
                    "^\"([^\"]+)\" is neither a method, a field, nor a member class of \"([^\"]+)\"",
                    "`$2` has no field `$1`"),
            new Phrase("^Cannot instantiate(?: abstract)? \"([^\"]+)\"", "there are no objects of `$1`"),
            new Phrase("^Redefinition of local variable \"([^\"]+)\"", "there is a variable `$1` already"),
            // Types.
            new Phrase(
                    "^Assignment conversion not possible from type \"java.lang.Object\" to type \"([^\"]+)\"",
                    "a value of type `Object` does not fit `$1`; what comes out of a collection is cast here: `($1) …`"),
            new Phrase(
                    "^Assignment conversion not possible from type \"int\" to type \"java.lang.Long\"",
                    "a value of type `int` does not fit `Long`; a long number ends with L"),
            new Phrase(
                    "^Assignment conversion not possible from type \"([^\"]+)\" to type \"([^\"]+)\"",
                    "a value of type `$1` does not fit `$2`"),
            new Phrase("^Cannot cast \"([^\"]+)\" to \"([^\"]+)\"", "a value of type `$1` cannot be cast to `$2`"),
            new Phrase(
                    "^(?:Binary numeric promotion not possible on types|Cannot compare types|Incomparable types|Operand types unsuitable for .*?) \"([^\"]+)\" and \"([^\"]+)\"",
                    "values of type `$1` and `$2` do not go together"),
            new Phrase(
                    "^Unary numeric promotion not possible on non-numeric-primitive type \"([^\"]+)\"",
                    "a value of type `$1` is no number"),
            new Phrase(
                    "^Cannot compare \"null\" with primitive type \"([^\"]+)\"", "a value of type `$1` is never null"),
            new Phrase("^Subscript not allowed on non-array type \"([^\"]+)\"", "a value of type `$1` is no array"),
            new Phrase("^Cannot iterate over \"([^\"]+)\"", "a value of type `$1` has no elements to go through"),
            new Phrase("^\"([^\"]+)\" can never be an instance of \"([^\"]+)\"", "`$1` is never `$2`"),
            new Phrase("^(?:Not a boolean expression|Boolean expression expected)", "this must be true or false"),
            new Phrase("^Invalid integer literal", "this number is too large for an int; a long one ends with L"),
            new Phrase("^Unexpected type", "these values do not go together"),
            new Phrase("^Invalid local variable index", "a variable is read before it has a value"),
            // Ways through.
            new Phrase("^Method must return a value", "it does not return a value on every way through it"),
            new Phrase("^Method must not return a value", "no value can be returned here"),
            new Phrase("^(?:Statement is|Loop update is|For update is) unreachable", "this is never reached"),
            new Phrase(
                    "^(?:Catch clause is unreachable|Thrown exception of type)", "what is caught here is never thrown"),
            new Phrase(
                    "^Condition of (DO|FOR|WHILE) statement is always TRUE",
                    "this loop has no end; write `for (;;)` if that is meant"),
            new Phrase("^(?:DO|FOR|WHILE) statement never repeats", "this loop never comes round"),
            // Java that is too new.
            new Phrase("^Local variable type inference NYI", "`var` is not known here; write the type"),
            new Phrase("^Compilation of lambda expression NYI", "lambdas are not known here; write a loop or a class"),
            new Phrase(
                    "^Compilation of method reference NYI",
                    "method references are not known here; write a loop or a class"),
            new Phrase("^Multi-type CATCH parameters? NYI", "one catch takes one type here; write a catch for each"),
            new Phrase("^Unexpected token \"switch\" in primary", "a switch is no value here; write a statement"),
            new Phrase("^'\\)' expected instead of '\\w+'", "`)` is expected before this"),
            // Spelling.
            new Phrase("^'([^']+)' expected instead of", "`$1` is expected here"),
            new Phrase("^One of 'class enum interface @' expected instead of '}'", "there is a `}` too many"),
            new Phrase("^One of '([^']+)' expected instead of", "one of `$1` is expected here"),
            new Phrase(
                    "^Unexpected token \"import\" in primary",
                    "imports cannot stand here; write the full name of a class"),
            new Phrase("^Unexpected token \"([^\"]+)\"", "`$1` is not expected here"),
            new Phrase("^Expression \".*\" is not a type", "this is no statement; a `;` may be missing behind it"),
            new Phrase("^.* is not allowed as an expression statement|^Not a statement", "this is no statement"),
            new Phrase("^Line break in literal not allowed", "the text is not closed"),
            new Phrase(
                    "^Closing single quote missing",
                    "a character in single quotes is one; a text stands in double quotes"),
            new Phrase("^Unexpected end-of-input in C-style comment", "the comment is not closed with `*/`"),
            new Phrase("^Invalid character input \"(.*?)\"", "`$1` cannot stand here"),
            new Phrase("^Unexpected end-of-input", "it ends too early"));

    private static final Pattern PACKAGE = Pattern.compile("\\b(?:java|javax|kpipe)\\.(?:[a-z]+\\.)+(?=[A-Z])");

    private JavaWords() {}

    /** The complaint as the end of a sentence, without a full stop. */
    static String sentence(String complaint) {
        String said = PREFIX.matcher(complaint).replaceFirst("");
        for (Phrase phrase : PHRASES) {
            Matcher matcher = phrase.said().matcher(said);
            if (matcher.find()) {
                StringBuilder meant = new StringBuilder();
                matcher.appendReplacement(meant, phrase.meant());
                return PACKAGE.matcher(meant).replaceAll("").replace('"', '`');
            }
        }
        return "this is not the Java that is understood here";
    }
}
