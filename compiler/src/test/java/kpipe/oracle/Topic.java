package kpipe.oracle;

import java.util.List;
import java.util.Random;

/** What a query is about. */
enum Topic {
    ROWS {
        @Override
        List<Input> inputs(Random random) {
            return List.of(new RandomInput(random).stream("s", RandomInput.Pace.MINUTES, true, 40));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            return new RowQueries(random).make(inputs.get(0));
        }
    },
    WINDOWS {
        @Override
        List<Input> inputs(Random random) {
            return List.of(new RandomInput(random).stream("s", RandomInput.Pace.MINUTES, true, 40));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            return new WindowQueries(random).clock(inputs.get(0));
        }
    },
    CALENDAR {
        @Override
        List<Input> inputs(Random random) {
            return List.of(new RandomInput(random).stream("s", RandomInput.Pace.CALENDAR, true, 40));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            return new WindowQueries(random).calendar(inputs.get(0));
        }
    };

    abstract List<Input> inputs(Random random);

    abstract Query query(Random random, List<Input> inputs);
}
