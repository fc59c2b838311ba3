package kpipe.compiler.interpret;

import java.io.IOException;
import java.util.Objects;
import kpipe.compiler.pipeline.Operator;
import kpipe.compiler.pipeline.Stage;
import kpipe.data.RowBatch;
import kpipe.runtime.operator.Kernel;
import kpipe.runtime.operator.KernelContext;
import kpipe.runtime.operator.Outlet;
import kpipe.runtime.state.StateReader;
import kpipe.runtime.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * A stage run directly: what a generated kernel of the same stage must do, row for row. Slow. Its state is all that it was given: a restored kernel is given it again, with outlets shut.
 */
public final class InterpretedKernel extends Kernel {

    private final Stage stage;
    private final JavaBodies bodies;
    private final GivenSoFar given = new GivenSoFar();
    private final boolean remembers;
    private @Nullable Gate gate;
    private @Nullable Step first;
    private RowSteps.@Nullable Project promoting;
    private @Nullable LeadStep waiting;

    public InterpretedKernel(Stage stage, JavaBodies bodies) {
        this.stage = stage;
        this.bodies = bodies;
        remembers = stage.remembers();
    }

    @Override
    public void open(KernelContext surroundings) {
        Gate context = new Gate(surroundings, stage.output());
        gate = context;
        Evaluator evaluator = new Evaluator(context, bodies);
        Step step = new Last(context);
        for (int i = stage.operators().size() - 1; i >= 0; i--) {
            step = stage.operators().get(i).accept(new StepOf(context, evaluator, step));
            if (step instanceof RowSteps.Project project && project.promotes()) {
                promoting = promoting == null ? project : promoting;
            }
            if (step instanceof LeadStep lead) {
                waiting = lead;
            }
        }
        first = step;
    }

    @Override
    public void batch(RowBatch rows) {
        if (remembers) {
            given.rows(rows);
        }
        Step step = Objects.requireNonNull(first);
        step.begin();
        for (int row = 0; row < rows.size; row++) {
            step.row(Row.of(rows, row));
        }
    }

    @Override
    public void right(RowBatch rows) {
        given.right(rows);
        JoiningStep join = (JoiningStep) Objects.requireNonNull(first);
        for (int row = 0; row < rows.size; row++) {
            join.right(Row.of(rows, row));
        }
    }

    @Override
    public void time(long watermark) {
        if (remembers) {
            given.time(watermark);
        }
        Step step = Objects.requireNonNull(first);
        step.begin();
        step.time(watermark);
    }

    @Override
    public long promise(long watermark) {
        boolean ended = watermark == RowBatch.END_WATERMARK;
        long reached = waiting == null ? watermark : waiting.promise(watermark);
        return promoting == null || ended ? reached : promoting.promoted(reached);
    }

    @Override
    public void save(StateWriter out) throws IOException {
        given.save(out);
    }

    @Override
    public void restore(StateReader in) throws IOException {
        Gate outlets = Objects.requireNonNull(gate);
        outlets.shut = true;
        GivenSoFar.giveAgain(
                in,
                stage.input(),
                stage.others().isEmpty() ? null : stage.others().get(0).input(),
                this);
        outlets.shut = false;
    }

    /** Makes the step of an operator in front of another step. */
    private record StepOf(KernelContext context, Evaluator evaluator, Step next) implements Operator.Visitor<Step> {
        @Override
        public Step filter(Operator.Filter operator) {
            return new RowSteps.Filter(operator, context, evaluator, next);
        }

        @Override
        public Step project(Operator.Project operator) {
            return new RowSteps.Project(operator, context, evaluator, next);
        }

        @Override
        public Step unnest(Operator.Unnest operator) {
            return new RowSteps.Unnest(operator, context, evaluator, next);
        }

        @Override
        public Step tableJoin(Operator.TableJoin operator) {
            return new RowSteps.TableJoin(operator, context, evaluator, next);
        }

        @Override
        public Step windowAggregate(Operator.WindowAggregate operator) {
            return WindowSteps.of(operator, context, evaluator, next);
        }

        @Override
        public Step over(Operator.Over operator) {
            return new OverStep(operator, context, evaluator, next);
        }

        @Override
        public Step lead(Operator.Lead operator) {
            return new LeadStep(operator, next);
        }

        @Override
        public Step match(Operator.Match operator) {
            return new MatchStep(operator, context, evaluator, next);
        }

        @Override
        public Step timeSort(Operator.TimeSort operator) {
            return new SortStep(operator, context.late(), next);
        }

        @Override
        public Step tableCall(Operator.TableCall operator) {
            return new TableCallStep(operator, next);
        }

        @Override
        public Step streamJoin(Operator.StreamJoin operator) {
            return operator.latest()
                    ? new AsOfStep(operator, context, evaluator, next)
                    : new JoinStep(operator, context, evaluator, next);
        }
    }

    /** Writes what has come through into the main outlet. */
    private record Last(Gate gate) implements Step {
        @Override
        public void row(Row row) {
            Outlet outlet = gate.main();
            RowBatch batch = outlet.batch();
            int at = batch.size;
            for (int column = 0; column < row.values().size(); column++) {
                Values.write(batch, column, at, row.values().get(column));
            }
            batch.rowtime[at] = row.rowtime();
            batch.watermark[at] = row.watermark();
            batch.size = at + 1;
            outlet.next();
        }

        @Override
        public void time(long watermark) {}

        @Override
        public void begin() {}
    }
}
