package kpipe.tool.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kpipe.compiler.source.SourceFile;
import kpipe.tool.description.Value.Fields;
import kpipe.tool.description.Value.Items;
import kpipe.tool.description.Value.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The languages in which applications are described, from text to values. */
class DescriptionLanguagesTest {

    @TempDir
    private Path folder;

    private Value terraform(String expression) throws MalformedException {
        SourceFile file = new SourceFile("main.tf", "x = " + expression + "\n");
        SourceFile known =
                new SourceFile("known", "name = \"orders\"\nlist = [\"a\", \"b\"]\nmap = { k = 1, l = 2 }\n");
        HclEvaluator plain = new HclEvaluator(Map.of(), folder);
        Fields variables = plain.fields(HclText.read(known));
        HclBody body = HclText.read(file);
        return new HclEvaluator(Map.of("var", variables), folder)
                .value(body.attributes().get(0).value());
    }

    /** As JSON, more or less. */
    private static String shown(Value value) {
        if (value instanceof Items items) {
            return items.values().stream()
                    .map(DescriptionLanguagesTest::shown)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Fields fields) {
            return fields.fields().entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + shown(entry.getValue().value()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        Scalar scalar = (Scalar) value;
        return scalar.kind() == Value.Kind.NULL ? "null" : scalar.text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "\"a\\tb\\u00e9\\\"\" ~ `a\tbé\"`",
                "\"${var.name}-${upper(\"x\")}\" ~ orders-X",
                "\"$${no} %%{no}\" ~ ${no} %{no}",
                "1 + 2 * 3 - 4 / 8 ~ 6.5",
                "(1 + 2) * 3 % 5 ~ 4",
                "-(2 - 5) ~ 3",
                "1 < 2 && !(2 >= 3) || false ~ true",
                "\"a\" == \"a\" ? \"yes\" : \"no\" ~ yes",
                "[1, \"two\", true, null,] ~ [1,two,true,null]",
                "{ a = 1, \"b c\" : 2 } ~ {a:1,b c:2}",
                "{ (var.name) = 1 } ~ {orders:1}",
                "var.list[1] ~ b",
                "var.map.k + var.map[\"l\"] ~ 3",
                "[for v in var.list : upper(v)] ~ [A,B]",
                "[for k, v in var.map : \"${k}${v}\" if v > 1] ~ [l2]",
                "{ for i, v in var.list : v => i } ~ {a:0,b:1}",
                "\"%{ if length(var.list) > 1 }many%{ else }one%{ endif }\" ~ many",
                "format(\"%s-%03d-%5.2f%%\", \"x\", 7, 1.5) ~ x-007- 1.50%",
                "join(\",\", concat(var.list, [\"c\"])) ~ a,b,c",
                "lookup(var.map, \"z\", 9) ~ 9",
                "replace(\"a-b\", \"-\", \"_\") ~ a_b",
                "replace(\"a1b22\", \"/[0-9]+/\", \"#\") ~ a#b#",
                "element(split(\"/\", \"a/b/c\"), 2) ~ c",
                "merge({a = 1}, {b = 2}) ~ {a:1,b:2}",
                "max([1, 2]...) ~ ${max([1, 2]...)}",
                "aws_kinesis_stream.orders.arn ~ ${aws_kinesis_stream.orders.arn}",
                "\"${aws_x.y.arn}/z\" ~ ${aws_x.y.arn}/z",
                "coalesce(\"\", var.name) ~ orders",
                "range(2) ~ [0,1]",
                "range(5, 1, -2) ~ [5,3]",
            })
    void expressionsOfTerraform(String expression, String value) throws MalformedException {
        assertThat(shown(terraform(expression))).isEqualTo(value);
    }

    @Test
    void textsOverSeveralLines() throws MalformedException {
        assertThat(shown(terraform("<<EOT\n  a\n\n    b ${var.name}\nEOT"))).isEqualTo("  a\n\n    b orders\n");
        assertThat(shown(terraform("<<-EOT\n  a\n\n    b\n  EOT"))).isEqualTo("a\n\n  b\n");
        assertThat(shown(terraform("\"%{ for v in var.list ~} ${v} %{~ endfor }\"")))
                .isEqualTo("ab");
        assertThat(shown(terraform("<<EOT\n%{ for v in var.list ~}\n- ${v}\n%{ endfor ~}\nend\nEOT")))
                .isEqualTo("- a\n- b\nend\n");
    }

    @Test
    void filesAndTemplates() throws IOException, MalformedException {
        Files.writeString(folder.resolve("a.sql"), "${not} %{touched}\r\n");
        Files.writeString(folder.resolve("t.sql"), "%{ for t in tables ~}\nSELECT ${t};\n%{ endfor ~}\n");

        assertThat(shown(terraform("file(\"${path.module}/a.sql\")"))).startsWith("${file(");
        assertThat(shown(terraform("file(\"./a.sql\")"))).isEqualTo("${not} %{touched}\r\n");
        assertThat(shown(terraform("templatefile(\"t.sql\", { tables = var.list })")))
                .isEqualTo("SELECT a;\nSELECT b;\n");
    }

    @Test
    void whatIsUnknownSpreads() throws MalformedException {
        Scalar made = (Scalar) terraform("\"a ${aws_x.y.arn} b ${var.nothing}\"");

        assertThat(made.unknown()).containsExactly("aws_x.y.arn", "var.nothing");
        assertThat(((Scalar) terraform("aws_x.y.arn == \"a\" ? 1 : 2")).known()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\"a ~ this text has no closing quote in its line",
                "1 + ~ it ends where a value is wanted",
                "[1, 2 ~ it ends where `]` is wanted",
                "{ a } ~ `=` is wanted here",
                "join(\",\" ~ it ends where `)` is wanted",
                "\"${1\" ~ `}` is wanted here",
                "\"%{ if true }x\" ~ `%{ endif }` is missing behind this",
                "1 / 0 ~ this divides by zero",
                "\"x\" + 1 ~ this is no number",
                "\"${[1]} x\" ~ a list cannot stand where a text is wanted",
                "join() ~ the arguments of `join` are not those that it takes",
                "\"\\q\" ~ this is no escape of a text in quotes",
            })
    void mistakesInTerraform(String expression, String sentence) {
        assertThatThrownBy(() -> terraform(expression)).isInstanceOfSatisfying(MalformedException.class, wrong -> {
            assertThat(wrong.sentence()).isEqualTo(sentence);
            assertThat(wrong.span().file().name()).isEqualTo("main.tf");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"a\": [1, -2.5e3, true, null, \"x\\u00e9\\n\"]} ~ `{a:[1,-2.5e3,true,null,xé\n]}`",
                "{\"a\": 1, \"a\": 2} ~ {a:2}",
                "\"x\" ~ x",
            })
    void json(String text, String value) throws MalformedException {
        assertThat(shown(JsonText.read(new SourceFile("a.json", text)))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"a\": 1,} ~ 9 ~ a comma stands before the `}`",
                "{a: 1} ~ 2 ~ the name of a field, in quotes is wanted here",
                "{\"a\" 1} ~ 6 ~ `:` is wanted here",
                "[1 2] ~ 4 ~ `,` or `]` is wanted here",
                "{\"a\": ~ 6 ~ it ends in the middle",
                "{\"a\": tru} ~ 7 ~ `tru` is no value: texts stand in quotes",
                "[\"a ~ 2 ~ this text has no closing quote",
                "[\"\\x\"] ~ 3 ~ `\\x` is no escape",
                "{} {} ~ 4 ~ something follows behind the end",
            })
    void mistakesInJson(String text, int column, String sentence) {
        assertThatThrownBy(() -> JsonText.read(new SourceFile("a.json", text)))
                .isInstanceOfSatisfying(MalformedException.class, wrong -> {
                    assertThat(wrong.sentence()).isEqualTo(sentence);
                    assertThat(wrong.span().column()).isEqualTo(column);
                });
    }

    @Test
    void deepNestingIsAMistakeAndNoFault() {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> JsonText.read(new SourceFile("a.json", deep))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> YamlText.read(new SourceFile("a.yaml", deep))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> HclText.read(new SourceFile("a.tf", "x = " + deep)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> HclText.read(new SourceFile("a.tf", "x = 1" + " + 1".repeat(100_000))))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> HclText.read(new SourceFile("a.tf", "x = a" + ".a".repeat(100_000))))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> HclText.read(new SourceFile("a.tf", "x = " + "-".repeat(100_000) + "1")))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void yamlWithShortTagsAnchorsAndPlaces() throws MalformedException {
        SourceFile file =
                new SourceFile("a.yaml", "é: &x !Sub 'a-${B}'\nb: !GetAtt C.D.E\nc: *x\nd: [!Ref F, yes, 0x1F, ~]\n");

        Fields value = (Fields) YamlText.read(file);

        assertThat(shown(value))
                .isEqualTo("{é:{Fn::Sub:a-${B}},b:{Fn::GetAtt:[C,D.E]},c:{Fn::Sub:a-${B}},d:[{Ref:F},true,0x1F,null]}");
        Value list = value.fields().get("d").value();
        assertThat(List.of(list.span().line(), list.span().column())).containsExactly(4, 4);
    }

    @Test
    void aliasesThatMultiplyDoNotExhaustMemory() {
        for (int times : new int[] {2, 9}) {
            StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
            for (int i = 1; i < 24; i++) {
                String alias = "*a" + (i - 1);
                text.append("a" + i + ": &a" + i + " [" + alias + (", " + alias).repeat(times - 1) + "]\n");
            }
            assertThatThrownBy(() -> YamlText.read(new SourceFile("a.yaml", text.toString())))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("it is too large, or refers to parts of itself too often");
        }
        assertThatThrownBy(() -> YamlText.read(new SourceFile("a.yaml", "a: b\u0001")))
                .hasMessage("this character is not allowed there");
    }
}
