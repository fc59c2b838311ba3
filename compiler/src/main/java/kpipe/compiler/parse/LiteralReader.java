package kpipe.compiler.parse;

import java.util.List;
import java.util.Locale;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.ColumnDeclaration;
import kpipe.compiler.syntax.ColumnOption;
import kpipe.compiler.syntax.Duration;
import kpipe.compiler.syntax.Expr;
import kpipe.compiler.syntax.IntervalQualifier;
import kpipe.compiler.syntax.Literal;
import kpipe.compiler.syntax.ParameterDeclaration;
import kpipe.compiler.syntax.QualifiedName;
import kpipe.compiler.syntax.Size;
import kpipe.compiler.syntax.TimeUnit;
import kpipe.compiler.syntax.TypeName;
import kpipe.grammar.KpipeLexer;
import kpipe.grammar.KpipeParser;
import kpipe.grammar.KpipeParser.LiteralContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads values, units and types. */
final class LiteralReader {
    private static final Code BAD_UNICODE_ESCAPE = Code.error(
            "K0124",
            "`{0}` is no Unicode escape: four hexadecimal digits, or `+` and six, follow the escape character");
    private static final Code BAD_ESCAPE_CHARACTER =
            Code.error("K0125", "an escape character is one character, no digit, letter A to F, blank or quote");
    private static final Code BAD_BINARY =
            Code.error("K0126", "a binary string holds an even number of hexadecimal digits");
    private static final Code BAD_JDBC_ESCAPE =
            Code.error("K0127", "`{0}` is not known here: `d`, `t` or `ts` begins a date or time between braces");
    private static final Code BAD_WHOLE_NUMBER = Code.error("K0128", "a whole number up to {0} belongs here");

    private final Reading reading;

    LiteralReader(Reading reading) {
        this.reading = reading;
    }

    Literal read(LiteralContext context) {
        Span span = reading.span(context);
        if (context instanceof KpipeParser.NumberLiteralContext) {
            return new Literal.Numeric(span, context.getText());
        } else if (context instanceof KpipeParser.StringLiteralContext string) {
            return text(string.string());
        } else if (context instanceof KpipeParser.BinaryLiteralContext) {
            return binary(span);
        } else if (context instanceof KpipeParser.TruthLiteralContext) {
            return new Literal.Truth(span, Literal.Truth.Value.valueOf(Words.upper(context.getStart())));
        } else if (context instanceof KpipeParser.DateTimeLiteralContext time) {
            String kind = Words.upper(context.getStart());
            return new Literal.DateTime(span, Literal.DateTime.Kind.valueOf(kind), text(time.string()));
        } else if (context instanceof KpipeParser.EscapedLiteralContext escaped) {
            return escaped(span, escaped);
        } else if (context instanceof KpipeParser.IntervalValueContext interval) {
            return interval(interval.intervalLiteral());
        }
        return new Literal.Null(span);
    }

    private Literal binary(Span span) {
        String written = span.text();
        String digits = written.substring(2, written.length() - 1);
        if (digits.length() % 2 != 0 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            reading.report(BAD_BINARY, span);
            return new Literal.Binary(span, "");
        }
        return new Literal.Binary(span, digits);
    }

    private Literal escaped(Span span, KpipeParser.EscapedLiteralContext context) {
        Token word = context.IDENTIFIER().getSymbol();
        Literal.DateTime.Kind kind = switch (word.getText().toLowerCase(Locale.ROOT)) {
            case "d" -> Literal.DateTime.Kind.DATE;
            case "t" -> Literal.DateTime.Kind.TIME;
            case "ts" -> Literal.DateTime.Kind.TIMESTAMP;
            default -> {
                reading.report(BAD_JDBC_ESCAPE, reading.span(word), word.getText());
                yield Literal.DateTime.Kind.TIMESTAMP;
            }
        };
        return new Literal.DateTime(span, kind, text(context.string()));
    }

    Literal.Text text(KpipeParser.StringContext context) {
        Span span = reading.span(context);
        if (context.UNICODE_STRING() == null) {
            return new Literal.Text(span, unquote(context.getStart().getText(), 1), Literal.TextKind.PLAIN);
        }
        TerminalNode escape = context.STRING();
        String escapeText = escape == null ? "\\" : unquote(escape.getText(), 1);
        if (escapeText.length() != 1
                || "+'\" \t\n".contains(escapeText)
                || Character.digit(escapeText.charAt(0), 16) >= 0) {
            reading.report(BAD_ESCAPE_CHARACTER, escape == null ? span : reading.span(escape));
            escapeText = "\\";
        }
        String value = unescape(unquote(context.getStart().getText(), 3), escapeText.charAt(0), span);
        return new Literal.Text(span, value, Literal.TextKind.UNICODE);
    }

    Literal.@Nullable Text optionalText(KpipeParser.@Nullable StringContext context) {
        return context == null ? null : text(context);
    }

    private static String unquote(String written, int prefix) {
        return written.substring(prefix, written.length() - 1).replace("''", "'");
    }

    private String unescape(String text, char escape, Span span) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != escape) {
                value.append(c);
                continue;
            }
            if (i + 1 < text.length() && text.charAt(i + 1) == escape) {
                value.append(escape);
                i++;
                continue;
            }
            boolean isLong = i + 1 < text.length() && text.charAt(i + 1) == '+';
            int digits = isLong ? i + 2 : i + 1;
            int end = Math.min(text.length(), digits + (isLong ? 6 : 4));
            int codePoint = codePoint(text.substring(Math.min(digits, end), end), isLong ? 6 : 4);
            if (codePoint < 0) {
                reading.report(BAD_UNICODE_ESCAPE, span, text.substring(i, end));
            } else {
                value.appendCodePoint(codePoint);
            }
            i = end - 1;
        }
        return value.toString();
    }

    private static int codePoint(String digits, int length) {
        if (digits.length() != length || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return -1;
        }
        int codePoint = Integer.parseInt(digits, 16);
        return Character.isValidCodePoint(codePoint) ? codePoint : -1;
    }

    Literal.Interval interval(KpipeParser.IntervalLiteralContext context) {
        boolean negative = context.sign != null && context.sign.getType() == KpipeLexer.MINUS;
        return new Literal.Interval(
                reading.span(context), negative, text(context.string()), qualifier(context.intervalQualifier()));
    }

    IntervalQualifier qualifier(KpipeParser.IntervalQualifierContext context) {
        Integer leading = null;
        Integer fraction = null;
        List<TerminalNode> numbers = context.NUMBER();
        int leadingCount = numbers.size() - (context.fraction == null ? 0 : 1);
        if (leadingCount > 0) {
            leading = whole(numbers.get(0).getSymbol(), 10);
        }
        if (leadingCount > 1) {
            fraction = whole(numbers.get(1).getSymbol(), 9);
        }
        if (context.fraction != null) {
            fraction = whole(context.fraction, 9);
        }
        TimeUnit last = context.last == null ? null : unit(context.last);
        return new IntervalQualifier(reading.span(context), unit(context.first), leading, last, fraction);
    }

    TimeUnit unit(KpipeParser.TimeUnitContext context) {
        return TimeUnit.valueOf(Words.upper(context.getStart()));
    }

    private int whole(Token number, int most) {
        String text = number.getText();
        boolean digits = text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || Integer.parseInt(text) > most) {
            reading.report(BAD_WHOLE_NUMBER, reading.span(number), most);
            return 1;
        }
        return Integer.parseInt(text);
    }

    Expr amount(KpipeParser.AmountContext context) {
        Span span = reading.span(context);
        if (context.NUMBER() != null) {
            return new Literal.Numeric(span, context.getText());
        }
        if (context.string() != null) {
            return text(context.string());
        }
        return new Expr.ColumnReference(span, new QualifiedName(span, List.of(reading.identifier(context))));
    }

    @Nullable
    Expr optionalAmount(KpipeParser.@Nullable AmountContext context) {
        return context == null ? null : amount(context);
    }

    Duration duration(KpipeParser.DurationContext context) {
        Span span = reading.span(context);
        if (context instanceof KpipeParser.IntervalDurationContext interval) {
            return new Duration.Interval(span, interval(interval.intervalLiteral()));
        }
        KpipeParser.CountedDurationContext counted = (KpipeParser.CountedDurationContext) context;
        String unit = Words.upper(counted.durationUnit().getStart());
        String singular = unit.endsWith("S") ? unit.substring(0, unit.length() - 1) : unit;
        return new Duration.Counted(span, amount(counted.amount()), Duration.Unit.valueOf(singular));
    }

    Size size(KpipeParser.SizeContext context) {
        Size.Unit unit = Size.Unit.valueOf(Words.upper(context.getStop()));
        return new Size(reading.span(context), amount(context.amount()), unit);
    }

    // ---- types and columns ----

    TypeName type(KpipeParser.TypeNameContext context) {
        TypeName type = simpleType(context.simpleType());
        for (TerminalNode array : context.ARRAY()) {
            type = new TypeName.ArrayOf(Span.of(type.span(), reading.span(array)), type);
        }
        return type;
    }

    private TypeName simpleType(KpipeParser.SimpleTypeContext context) {
        Span span = reading.span(context);
        if (context instanceof KpipeParser.IntervalTypeContext interval) {
            return new TypeName.IntervalOf(span, qualifier(interval.intervalQualifier()));
        } else if (context instanceof KpipeParser.RowTypeContext row) {
            return new TypeName.RowOf(span, parameters(row.parameterDeclarations()));
        } else if (context instanceof KpipeParser.ArrayTypeContext array) {
            return new TypeName.ArrayOf(span, type(array.typeName()));
        } else if (context instanceof KpipeParser.MapTypeContext map) {
            return new TypeName.MapOf(span, type(map.key), type(map.value));
        } else if (context instanceof KpipeParser.DoublePrecisionTypeContext) {
            return new TypeName.Simple(span, "DOUBLE PRECISION", List.of(), false);
        } else if (context instanceof KpipeParser.VaryingTypeContext varying) {
            String name = Words.upper(context.getStart()) + " VARYING";
            return new TypeName.Simple(span, name, numbers(varying.typeParameters()), false);
        } else if (context instanceof KpipeParser.TimeTypeContext time) {
            String name = Words.upper(context.getStart()) + (time.LOCAL() == null ? "" : " WITH LOCAL TIME ZONE");
            return new TypeName.Simple(span, name, numbers(time.typeParameters()), time.WITH() != null);
        }
        KpipeParser.NamedTypeContext named = (KpipeParser.NamedTypeContext) context;
        String name = reading.identifier(named.identifier()).name().toUpperCase(Locale.ROOT);
        return new TypeName.Simple(span, name, numbers(named.typeParameters()), false);
    }

    private List<Integer> numbers(KpipeParser.@Nullable TypeParametersContext context) {
        return context == null ? List.of() : Reading.all(context.NUMBER(), n -> whole(n.getSymbol(), 999_999_999));
    }

    List<ParameterDeclaration> parameters(KpipeParser.@Nullable ParameterDeclarationsContext context) {
        return context == null
                ? List.of()
                : Reading.all(
                        context.parameterDeclaration(),
                        p -> new ParameterDeclaration(
                                reading.span(p), reading.identifier(p.identifier()), type(p.typeName())));
    }

    ColumnDeclaration column(KpipeParser.ColumnDeclarationContext context, @Nullable String documentation) {
        List<ColumnOption> options = Reading.all(context.columnOption(), this::columnOption);
        return new ColumnDeclaration(
                reading.span(context),
                documentation,
                reading.identifier(context.identifier()),
                type(context.typeName()),
                options);
    }

    private ColumnOption columnOption(KpipeParser.ColumnOptionContext context) {
        Span span = reading.span(context);
        if (context instanceof KpipeParser.NotNullOptionContext) {
            return new ColumnOption.NotNull(span);
        } else if (context instanceof KpipeParser.PathOptionContext path) {
            return new ColumnOption.Path(span, text(path.string()));
        } else if (context instanceof KpipeParser.MetadataOptionContext metadata) {
            return new ColumnOption.Metadata(span, reading.identifier(metadata.identifier()));
        } else if (context instanceof KpipeParser.PatternOptionContext pattern) {
            return new ColumnOption.Pattern(span, text(pattern.string()));
        } else if (context instanceof KpipeParser.WasOptionContext was) {
            return new ColumnOption.Was(span, reading.identifier(was.identifier()));
        } else if (context instanceof KpipeParser.DescriptionOptionContext description) {
            return new ColumnOption.Description(span, text(description.string()));
        }
        return new ColumnOption.Null(span);
    }
}
