package kpipe.oracle;

import java.util.List;
import java.util.Random;
import kpipe.oracle.RandomInput.Lanes;

/** What a query is about. */
enum Topic {
    ROWS {
        @Override
        List<Input> inputs(Random random) {
            return List.of(new RandomInput(random).stream("s", RandomInput.Pace.MINUTES, Lanes.ANY, 40));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            return new RowQueries(random).make(inputs.get(0));
        }
    },
    WINDOWS {
        @Override
        List<Input> inputs(Random random) {
            return List.of(new RandomInput(random).stream("s", RandomInput.Pace.MINUTES, Lanes.ANY, 40));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            return new WindowQueries(random).clock(inputs.get(0));
        }
    },
    CALENDAR {
        @Override
        List<Input> inputs(Random random) {
            return List.of(new RandomInput(random).stream("s", RandomInput.Pace.CALENDAR, Lanes.ANY, 40));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            return new WindowQueries(random).calendar(inputs.get(0));
        }
    },
    OVER {
        @Override
        List<Input> inputs(Random random) {
            return List.of(new RandomInput(random).stream("s", RandomInput.Pace.MINUTES, Lanes.IN_ORDER, 40));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            return OverQueries.make(random, inputs.get(0));
        }
    },
    JOINS {
        @Override
        List<Input> inputs(Random random) {
            RandomInput inputs = new RandomInput(random);
            return List.of(
                    inputs.stream("l", RandomInput.Pace.MINUTES, Lanes.ANY, 30),
                    inputs.stream("r", RandomInput.Pace.MINUTES, Lanes.ANY, 30),
                    inputs.table("t"));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            JoinQueries joins = new JoinQueries(random);
            return switch (random.nextInt(6)) {
                case 0 -> joins.table(inputs.get(0), inputs.get(2));
                case 1 -> joins.three(inputs.get(0), inputs.get(1));
                default -> joins.streams(inputs.get(0), inputs.get(1));
            };
        }
    },
    NESTED {
        @Override
        List<Input> inputs(Random random) {
            RandomInput inputs = new RandomInput(random);
            return List.of(
                    inputs.stream("l", RandomInput.Pace.MINUTES, Lanes.ANY, 40),
                    inputs.stream("r", RandomInput.Pace.MINUTES, Lanes.IN_ORDER, 40),
                    inputs.table("t"));
        }

        @Override
        Query query(Random random, List<Input> inputs) {
            NestedQueries queries = new NestedQueries(random);
            Input left = inputs.get(0);
            Input right = inputs.get(1);
            return switch (random.nextInt(6)) {
                case 0 -> queries.union(left, right);
                case 1 -> queries.aggregate(left);
                case 2 -> queries.distinct(left);
                case 3 -> queries.sorted(left);
                case 4 -> queries.values(left);
                default -> queries.asOf(left, right);
            };
        }
    };

    abstract List<Input> inputs(Random random);

    abstract Query query(Random random, List<Input> inputs);
}
