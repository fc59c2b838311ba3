package kpipe.stdlib.connector.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kpipe.data.Column;
import kpipe.data.RowException;
import kpipe.data.Schema;
import kpipe.spi.OptionSpec;
import kpipe.spi.OptionSpec.OptionType;
import kpipe.spi.Options;
import kpipe.spi.Source;
import kpipe.spi.SourceConnector;
import kpipe.spi.SourceContext;
import kpipe.spi.Spec;
import kpipe.spi.Spec.Problem;
import kpipe.stdlib.connector.generator.Expression.Unfit;
import org.jspecify.annotations.Nullable;

/** FROM GENERATOR: made-up rows, the same ones for the same seed. */
public final class GeneratorConnector implements SourceConnector {

    private static final Spec SPEC = new Spec(
            "GENERATOR",
            "Makes rows up, the same ones for the same seed. An option that is named like a column says what its values are like; the others follow from their types.",
            null,
            false,
            List.of(
                    OptionSpec.optional(
                            "rate",
                            OptionType.NUMBER,
                            0.0,
                            "Rows per second; 0 is as fast as possible. It may be a fraction: 0.1 is a row every ten seconds."),
                    new OptionSpec(
                            "arrivals",
                            OptionType.STRING,
                            "even",
                            false,
                            false,
                            List.of("even", "random"),
                            "How rows are spread over time at that rate: `even`, or `random` as calls or customers come (a Poisson process)."),
                    OptionSpec.optional(
                            "rows", OptionType.INTEGER, null, "How many rows there are; without it they never end."),
                    OptionSpec.optional(
                            "seed", OptionType.INTEGER, 1L, "Another number gives other rows of the same kind."),
                    OptionSpec.optional(
                            "start",
                            OptionType.STRING,
                            null,
                            "The time of the first row, such as '2026-01-01 00:00:00'; without it, the time at which the pipeline starts. Each row's own time is as much later as the rate says, and a millisecond later where the rate is 0.")),
            true,
            null,
            List.of("""
                    STREAM vehicles (vin VARCHAR(17) NOT NULL, speed DOUBLE, fuel VARCHAR(8), read_at TIMESTAMP)
                      FROM GENERATOR (
                        rate = 1000, rows = 100000, seed = 7, start = '2026-01-01 00:00:00',
                        vin = 'concat(V, zipf(500))',
                        speed = 'null(0.01, normal(42, 12))',
                        fuel = 'chance(0.8, petrol, pick(diesel, electric))',
                        read_at = 'ago(exponential(200))'
                      )
                      EVENT TIME read_at LATENESS 2 SECONDS;"""));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public boolean makesRows() {
        return true;
    }

    @Override
    public List<Problem> check(@Nullable String address, Options options, Schema schema) {
        List<Problem> problems = new ArrayList<>();
        double rate = options.decimal("rate", 0);
        String arrivals = String.valueOf(options.string("arrivals"));
        if (!(rate >= 0) || rate > 1e9) {
            problems.add(new Problem("rate", "`rate` is rows per second, from 0 to 1000000000"));
        } else if (arrivals.equalsIgnoreCase("random") && rate == 0) {
            problems.add(new Problem("arrivals", "arrivals at random need a `rate`"));
        }
        if (options.number("rows", 0) < 0) {
            problems.add(new Problem("rows", "`rows` cannot be negative"));
        }
        try {
            GeneratorSource.start(options, 0);
        } catch (RowException e) {
            problems.add(new Problem("start", "`start`: " + e.getMessage()));
        }
        for (Column column : schema.columns()) {
            try {
                draw(column, options);
            } catch (Unfit e) {
                problems.add(new Problem(column.name(), String.valueOf(e.getMessage())));
            }
        }
        return problems;
    }

    /** The draw of a column: by its option, or else by its type. */
    static Draw draw(Column column, Options options) throws Unfit {
        for (Map.Entry<String, Object> option : options.asMap().entrySet()) {
            if (option.getKey().equalsIgnoreCase(column.name()) && SPEC.option(option.getKey()) == null) {
                return ExpressionBinder.bind(column, parse(column, option.getValue()));
            }
        }
        return Defaults.draw(column);
    }

    private static Expression parse(Column column, Object value) throws Unfit {
        try {
            return value instanceof String text
                    ? ExpressionParser.parse(text)
                    : new Expression.Constant(value.toString(), false);
        } catch (Unfit e) {
            throw new Unfit("column `" + column.name() + "`: " + e.getMessage());
        }
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public Source source(SourceContext context) {
        return new GeneratorSource(context);
    }
}
