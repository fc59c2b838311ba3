package kpipe.stdlib.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.spi.ScalarFunction;
import kpipe.spi.ScalarFunction.Example;
import kpipe.spi.ScalarFunction.Overload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {

    static Stream<ScalarFunction> functions() {
        return ServiceLoader.load(ScalarFunction.class).stream().map(ServiceLoader.Provider::get);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsDescribedAndItsExamplesHold(ScalarFunction function) {
        assertThat(function.name()).matches("[A-Z][A-Z0-9_]*");
        assertThat(function.summary()).endsWith(".");
        assertThat(function.examples()).as(function.name()).isNotEmpty();
        for (Example example : function.examples()) {
            assertThat(Calls.evaluate(example.expression()))
                    .as(example.expression())
                    .isEqualTo(example.result());
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyOverloadHasItsMethod(ScalarFunction function) {
        for (Overload overload : function.overloads()) {
            Method method = Calls.method(overload);
            boolean boxedOrText = overload.mayReturnNull() || method.getReturnType() == Text.class;
            assertThat(method.getReturnType().isPrimitive())
                    .as(method.toString())
                    .isNotEqualTo(boxedOrText);
        }
    }

    @org.junit.jupiter.api.Test
    void namesAreDistinct() {
        Set<String> names = new HashSet<>();
        functions().forEach(function -> {
            assertThat(names.add(function.name())).as(function.name()).isTrue();
            function.aliases()
                    .forEach(alias -> assertThat(names.add(alias)).as(alias).isTrue());
        });
    }

    /** Every row of the template table of the dialect's own documentation that Java agrees with, and what goes with it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            CHAR_TO_TIMESTAMP('yyyy-MM-dd HH:mm:ss', '2026-01-01 13:05:07')        | 2026-01-01 13:05:07.000
            CHAR_TO_TIMESTAMP('yyyy', '2026')                                      | 2026-01-01 00:00:00.000
            CHAR_TO_TIMESTAMP('HH', '7 and more')                                  | 1970-01-01 07:00:00.000
            CHAR_TO_TIMESTAMP('MMM dd,y', 'March 7,10')                            | 2010-03-07 00:00:00.000
            SUBSTRING('123456789' FROM 0 FOR 3)                                    | 12
            SUBSTRING('123456789' FROM 5)                                          | 56789
            SUBSTRING('héllo' FROM 2 FOR 2)                                        | él
            POSITION('l' IN 'héllo')                                               | 3
            OVERLAY('12345' PLACING 'foo' FROM 9)                                  | 12345foo
            OVERLAY('12345' PLACING 'foo' FROM 2 FOR 0)                            | 1foo2345
            TRIM('é' , 'é')                                                        | ""
            RTRIM('aéé', 'é')                                                      | a
            UPPER('straße')                                                        | STRASSE
            REVERSE('aé😀')                                                        | 😀éa
            LPAD('é', 3, 'xy')                                                     | xyé
            SPLIT_PART('a-b-c', '-', -3)                                           | a
            SPLIT_PART('a-b-c', '-', 4)                                            | ""
            REGEX_REPLACE('héllo', 'l', 'L', 4, 1)                                 | hélLo
            REGEX_REPLACE('abc', 'x', 'y', 9, 0)                                   | abc
            ROUND(-0.5)                                                            | -1
            ROUND(1.005e0, 2)                                                      | 1.01
            ROUND(0.49999999999999994e0)                                           | 0.0
            FLOOR(-0.01)                                                           | -1
            CEIL(0.01)                                                             | 1
            POWER(0, 0)                                                            | 1.0
            DAYOFWEEK(DATE '1969-12-28')                                           | 1
            YEAR(DATE '1969-12-31')                                                | 1969
            HOUR(TIMESTAMP '1969-12-31 23:00:00')                                  | 23
            LAST_DAY(TIMESTAMP '1900-02-01 00:00:00')                              | 1900-02-28
            TIMESTAMP_TO_CHAR('HH', NULL)                                          | "null"
            JSON_VALUE('{"a": {"b c": [1, {"d": "x\\u00e9"}]}}', '$.a[''b c''][1].d') | xé
            JSON_VALUE('[1.50, true]', '$[0]')                                     | 1.50
            JSON_VALUE('{"a": 1, "a": 2}', 'lax $.a')                              | 2
            """)
    void computes(String expression, String result) {
        assertThat(Calls.evaluate(expression)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATE_TO_CHAR('dd', NULL)",
                "UPPER(NULL)",
                "SUBSTRING('123', 4)",
                "JSON_VALUE('{\"a\": [1]}', '$.a')",
                "JSON_VALUE('{\"a\": 1', '$.a')",
                "JSON_VALUE('{\"a\": 1} x', '$.a')",
                "JSON_VALUE('', '$')",
                "REGEXP_EXTRACT('a', '(b)?', 1)"
            })
    void isNull(String expression) {
        assertThat(Calls.evaluate(expression)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHAR_TO_TIMESTAMP('hh', '13')",
                "CHAR_TO_TIMESTAMP('yyyy-MM-dd', '2026-02-30')",
                "CHAR_TO_TIMESTAMP('ii', '13')",
                "LN(0)",
                "LOG10(-1)",
                "SQRT(-1)",
                "POWER(0, -1)",
                "POWER(-2, 0.5)",
                "POWER(10, 400)",
                "EXP(1000)",
                "TRIM('xy' , 'xy')",
                "SUBSTRING('abc' FROM 1 FOR -1)",
                "OVERLAY('12345' PLACING 'foo' FROM 2 FOR -1)",
                "REGEX_REPLACE('a', 'a', 'b', 0, 0)",
                "REGEX_REPLACE('a', '(', 'b')",
                "REGEX_REPLACE('a', 'a', '$7')",
                "REPEAT('abc', 100000)",
                "LPAD('a', 70000)",
                "SPLIT_PART('a', 'b', 0)",
                "FROM_BASE64('?')",
                "JSON_VALUE('{}', 'a.b')",
                "CHR(-1)"
            })
    void failsTheRow(String expression) {
        assertThatThrownBy(() -> Calls.evaluate(expression))
                .as(expression)
                .isInstanceOfSatisfying(RowException.class, e -> {
                    assertThat(e.name()).matches("[A-Z_]{3,32}");
                    assertThat(e.getMessage()).isNotEmpty();
                });
    }

    @org.junit.jupiter.api.Test
    void callSitesRememberPatternsByContent() {
        Regexes regexes = new Regexes();
        byte[] reused = "ab".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Text pattern = new Text(reused, 0, 1);
        assertThat(regexes.like(Text.of("a"), pattern)).isTrue();
        assertThat(regexes.like(Text.of("a"), new Text(reused, 1, 1))).isFalse();
        reused[0] = 'c';
        assertThat(regexes.like(Text.of("a"), pattern)).isFalse();
        assertThat(List.of(regexes.like(Text.of("c"), pattern))).containsExactly(true);
    }
}
