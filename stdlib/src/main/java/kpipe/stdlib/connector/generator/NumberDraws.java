package kpipe.stdlib.connector.generator;

import kpipe.stdlib.connector.generator.Draw.Cell;

/** Draws of numbers: the distributions, and the sequence. */
final class NumberDraws {

    private NumberDraws() {}

    /** Normal, also called Gaussian. */
    static final class Normal extends Draw {
        private final NumberForm form;
        private final double mean;
        private final double deviation;

        Normal(NumberForm form, double mean, double deviation) {
            this.form = form;
            this.mean = mean;
            this.deviation = deviation;
        }

        @Override
        void draw(Cell cell) {
            form.store(mean + deviation * cell.random.normal(), cell);
        }
    }

    /** Exponential: the gaps between events that do not know of one another. */
    static final class Exponential extends Draw {
        private final NumberForm form;
        private final double mean;

        Exponential(NumberForm form, double mean) {
            this.form = form;
            this.mean = mean;
        }

        @Override
        void draw(Cell cell) {
            form.store(mean * cell.random.exponential(), cell);
        }
    }

    /** Evenly between two numbers, the second left out. */
    static final class Uniform extends Draw {
        private final NumberForm form;
        private final double from;
        private final double to;

        Uniform(NumberForm form, double from, double to) {
            this.form = form;
            this.from = from;
            this.to = to;
        }

        @Override
        void draw(Cell cell) {
            form.store(from + (to - from) * cell.random.fraction(), cell);
        }
    }

    /** Evenly between two counts of units, both included. */
    static final class UniformUnits extends Draw {
        private final NumberForm form;
        private final long least;
        private final long greatest;

        UniformUnits(NumberForm form, long least, long greatest) {
            this.form = form;
            this.least = least;
            this.greatest = greatest;
        }

        @Override
        void draw(Cell cell) {
            form.storeUnits(cell.random.between(least, greatest), cell);
        }
    }

    /** Step by step from a start; begins again where the next step would leave the limits. */
    static final class SequenceUnits extends Draw {
        private final NumberForm form;
        private final long start;
        private final long step;
        private final long count;

        /** @param count how many values there are before it begins again */
        SequenceUnits(NumberForm form, long start, long step, long count) {
            this.form = form;
            this.start = start;
            this.step = step;
            this.count = count;
        }

        @Override
        void draw(Cell cell) {
            form.storeUnits(start + step * (cell.row % count), cell);
        }
    }

    /** As {@link SequenceUnits}, with fractions. */
    static final class Sequence extends Draw {
        private final NumberForm form;
        private final double start;
        private final double step;

        Sequence(NumberForm form, double start, double step) {
            this.form = form;
            this.start = start;
            this.step = step;
        }

        @Override
        void draw(Cell cell) {
            form.store(start + step * cell.row, cell);
        }
    }

    /**
     * The numbers 1 to n, of which k comes with a frequency of 1 / k^s (rejection-inversion after Hörmann and Derflinger): no table, whatever n is.
     */
    static final class Zipf extends Draw {
        private static final double TAYLOR = 1e-8;

        private final NumberForm form;
        private final long count;
        private final double exponent;
        private final double integralOfFirst;
        private final double integralOfAll;
        private final double squeeze;

        Zipf(NumberForm form, long count, double exponent) {
            this.form = form;
            this.count = count;
            this.exponent = exponent;
            integralOfFirst = integral(1.5) - 1;
            integralOfAll = integral(count + 0.5);
            squeeze = 2 - inverse(integral(2.5) - density(2));
        }

        @Override
        void draw(Cell cell) {
            while (true) {
                double u = integralOfAll + cell.random.fraction() * (integralOfFirst - integralOfAll);
                double x = inverse(u);
                long k = Math.max(1, Math.min(count, (long) (x + 0.5)));
                if (k - x <= squeeze || u >= integral(k + 0.5) - density(k)) {
                    if (form.isText()) {
                        form.storeUnits(k, cell);
                    } else {
                        form.store(k, cell);
                    }
                    return;
                }
            }
        }

        private double density(double x) {
            return StrictMath.exp(-exponent * StrictMath.log(x));
        }

        private double integral(double x) {
            double log = StrictMath.log(x);
            double t = (1 - exponent) * log;
            double ratio = Math.abs(t) > TAYLOR ? StrictMath.expm1(t) / t : 1 + t / 2 * (1 + t / 3 * (1 + t / 4));
            return ratio * log;
        }

        private double inverse(double x) {
            double t = Math.max(-1, x * (1 - exponent));
            double ratio = Math.abs(t) > TAYLOR ? StrictMath.log1p(t) / t : 1 - t * (0.5 - t * (1 / 3.0 - t / 4));
            return StrictMath.exp(ratio * x);
        }
    }
}
