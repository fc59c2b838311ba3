package kpipe.compiler.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import kpipe.compiler.Checking;
import org.junit.jupiter.api.Test;

/** What names mean, and that one mistake is one error. */
class ResolverTest {

    private static final String VEHICLES =
            "STREAM vehicles (vin VARCHAR, speed DOUBLE, at TIMESTAMP) FROM STDIN FORMAT JSON EVENT TIME at;\n";

    @Test
    void namesMatchWithoutRegardToCase() {
        assertThat(Checking.of(VEHICLES + "PUMP p INTO fast AS SELECT VIN FROM Vehicles WHERE Speed > 45;")
                        .codes())
                .isEmpty();
    }

    @Test
    void aNameInQuotesMatchesExactly() {
        Checking checking = Checking.of(VEHICLES + "PUMP p INTO fast AS SELECT \"VIN\" FROM vehicles;");

        assertThat(checking.codes()).containsExactly("K0203");
        assertThat(checking.text()).contains("a name in double quotes matches exactly");
    }

    @Test
    void ofNamesThatDifferByCaseTheOneInCapitalsIsMeant() {
        String stream = "STREAM s (\"SPEED\" DOUBLE, \"speed\" VARCHAR) FROM STDIN FORMAT JSON;\n";

        assertThat(Checking.of(stream + "PUMP p INTO o AS SELECT Speed * 2 AS x FROM s;")
                        .codes())
                .isEmpty();
    }

    @Test
    void whatCreateDeclaresWithoutQuotesIsSpelledInCapitals() {
        String script = "CREATE OR REPLACE STREAM source (vin VARCHAR(17)) FROM STDIN FORMAT JSON;\n"
                + "CREATE OR REPLACE STREAM dest (vin VARCHAR(17));\n"
                + "CREATE OR REPLACE PUMP p AS INSERT INTO \"DEST\" SELECT STREAM \"VIN\" FROM \"SOURCE\";\n";

        assertThat(Checking.of(script).codes()).isEmpty();
    }

    @Test
    void aSecondOrReplaceTakesThePlaceOfTheFirst() {
        String script = "CREATE OR REPLACE STREAM s (a INTEGER) FROM STDIN FORMAT JSON;\n"
                + "CREATE OR REPLACE STREAM s (b INTEGER) FROM STDIN FORMAT JSON;\n";

        assertThat(Checking.of(script + "PUMP p INTO o AS SELECT b FROM s;").codes())
                .isEmpty();
        assertThat(Checking.of(script + "PUMP p INTO o AS SELECT a FROM s;").codes())
                .containsExactly("K0203");
    }

    @Test
    void declarationsComeInAnyOrder() {
        assertThat(Checking.of("PUMP second INTO c AS SELECT x + 1 AS y FROM b;\n"
                                + "PUMP first INTO b AS SELECT speed AS x FROM vehicles;\n"
                                + VEHICLES)
                        .codes())
                .isEmpty();
    }

    @Test
    void streamsAndPumpsHaveNamesOfTheirOwn() {
        assertThat(Checking.of(
                                VEHICLES
                                        + "PUMP fast INTO fast AS SELECT vin FROM vehicles;\nPUMP p INTO o AS SELECT vin FROM fast;")
                        .codes())
                .isEmpty();
    }

    @Test
    void aPumpThatReadsSomethingWrongIsLookedAtAllTheSame() {
        String text = "STREAM s (a INTEGER) FROM FYLE 'x' FORMAT JSON;\nPUMP p INTO o AS SELECT b FROM s;\n";

        assertThat(Checking.of(text).codes()).containsExactly("K0501", "K0203");
    }

    @Test
    void whatIsReadFromAWrongQueryIsLookedAtAllTheSame() {
        String text = VEHICLES
                + "PUMP p INTO o AS SELECT vin, sped AS speed FROM vehicles;\n"
                + "PUMP q INTO r AS SELECT vim FROM o;\n";

        assertThat(Checking.of(text).codes()).containsExactly("K0203", "K0203");
    }

    @Test
    void whatIsReadFromNothingKnownIsNotGuessedAt() {
        String text = "PUMP p INTO o AS SELECT * FROM nowhere;\n"
                + "PUMP q INTO r AS SELECT y FROM o;\n"
                + "DESTINATION d FROM o.errors TO STDOUT FORMAT JSON;\n";

        assertThat(Checking.of(text).codes()).containsExactly("K0201");
    }

    @Test
    void aStatementThatCannotBeReadStillDeclaresItsName() {
        String text = "STREAM s (a INTEGER FROM STDIN FORMAT JSON;\nPUMP p INTO o AS SELECT a FROM s;\n";

        assertThat(Checking.of(text).codes()).containsExactly("K0110");
    }

    @Test
    void aFunctionThatIsWrongIsNoSecondError() {
        String text = VEHICLES
                + "FUNCTION f (a DOUBLE) RETURNS DOUBLE AS g(a) + 1;\n"
                + "FUNCTION g (a DOUBLE) RETURNS DOUBLE AS b + 1;\n"
                + "PUMP p INTO o AS SELECT f(speed) AS x FROM vehicles;\n";

        assertThat(Checking.of(text).codes()).containsExactly("K0241");
    }

    @Test
    void errorsAndLateRowsAreStreams() {
        String text = VEHICLES
                + "PUMP count_them INTO counts AS SELECT vin, COUNT(*) AS n FROM vehicles GROUP BY vin WINDOWED BY TUMBLING (INTERVAL '1' MINUTE);\n"
                + "DESTINATION a FROM vehicles.errors TO FILE 'a/' FORMAT JSON;\n"
                + "DESTINATION b FROM count_them.late TO FILE 'b/' FORMAT JSON;\n"
                + "DESTINATION c FROM error_stream TO FILE 'c/' FORMAT JSON;\n"
                + "PUMP very_late INTO o AS SELECT vin, speed, late_by FROM count_them.late;\n";

        assertThat(Checking.of(text).codes()).isEmpty();
    }

    @Test
    void parametersAreKnownInQueriesAndClauses() {
        String text = "PARAMETER least DOUBLE DEFAULT 45;\nPARAMETER parts INTEGER DEFAULT 4;\n"
                + "STREAM s (speed DOUBLE) FROM STDIN FORMAT JSON SHARDS parts;\n"
                + "PUMP p INTO o AS SELECT speed FROM s WHERE speed > least;\n";

        assertThat(Checking.of(text).codes()).isEmpty();
    }

    @Test
    void tenMistakesAreTenErrors() {
        String text = VEHICLES
                + "STREAM a (x INTEGR) FROM STDIN FORMAT JSON;\n"
                + "STREAM b (x INTEGER) FROM STDINN FORMAT JSON;\n"
                + "STREAM c (x INTEGER) FROM STDIN FORMAT JASON;\n"
                + "STREAM d (x INTEGER) FROM FILE 'x' (folow = TRUE) FORMAT JSON;\n"
                + "PUMP e INTO e1 AS SELECT vim FROM vehicles;\n"
                + "PUMP f INTO f1 AS SELECT vin FROM vehicle;\n"
                + "PUMP g INTO g1 AS SELECT UPER(vin) AS x FROM vehicles;\n"
                + "PUMP h INTO h1 AS SELECT COUNT(*) AS n FROM vehicles WINDOWED BY each_minute;\n"
                + "PUMP i INTO i1 AS SELECT vin + speed AS x FROM vehicles;\n"
                + "DESTINATION j FROM vehicles TO STDOUT FORMAT JSON TRANSFORM hide;\n";

        assertThat(Checking.of(text).codes())
                .containsExactly(
                        "K0212", "K0501", "K0512", "K0502", "K0203", "K0201", "K0601", "K0301", "K0251", "K0602");
    }
}
