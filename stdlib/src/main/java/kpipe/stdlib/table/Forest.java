package kpipe.stdlib.table;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;
import com.amazon.randomcutforest.state.RandomCutForestMapper;
import com.amazon.randomcutforest.state.RandomCutForestState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.spi.TableFunction.Complaint;
import kpipe.spi.TableFunction.Parameter;
import kpipe.spi.TableMachine;
import kpipe.spi.TableResults;

/**
 * A random cut forest that scores each row before it learns from it. Its draws begin with a seed that never changes, so that the same rows have the same scores. A row of which a number is NULL,
 * infinite or none has no score, and nothing is learned from it.
 */
final class Forest implements TableMachine {

    static final List<Parameter> PARAMETERS = List.of(
            Parameter.integer("numberOfTrees", 1, 1000, 100),
            Parameter.integer("subSampleSize", 10, 1000, 256),
            Parameter.integer("timeDecay", 1, Integer.MAX_VALUE, 100_000),
            Parameter.integer("shingleSize", 1, 30, 1));

    private static final long SEED = 20170811;
    private static final int DIGITS = 4;

    /** What may stand in a forest that was saved. */
    private static final String STATE_CLASSES =
            "com.amazon.randomcutforest.state.**;java.util.ArrayList;java.lang.*;!*";

    /** What stands in the column of the explanation. */
    enum Explaining {
        /** There is no such column. */
        NOTHING,
        /** What each column of numbers adds to the score. */
        CONTRIBUTIONS,
        /** Besides, whether it is too high or too low, and how clearly. */
        DIRECTIONS
    }

    private final Points points;
    private RandomCutForest forest;
    private final Explaining explaining;
    private final int scoreColumn;
    private final int learned;
    private final String[] names;
    private final double[] point;
    private long seen;

    Forest(Schema query, List<Object> arguments, Explaining explaining) {
        int trees = Math.toIntExact((Long) arguments.get(0));
        int sample = Math.toIntExact((Long) arguments.get(1));
        long decay = (Long) arguments.get(2);
        int shingle = Math.toIntExact((Long) arguments.get(3));
        this.explaining = explaining;
        points = new Points(query);
        point = new double[points.dimensions()];
        names = new String[points.dimensions()];
        for (int i = 0; i < names.length; i++) {
            names[i] = quoted(points.name(query, i));
        }
        scoreColumn = query.size();
        learned = sample;
        forest = RandomCutForest.builder()
                .dimensions(points.dimensions() * shingle)
                .shingleSize(shingle)
                .internalShinglingEnabled(true)
                .numberOfTrees(trees)
                .sampleSize(sample)
                .timeDecay(1.0 / decay)
                .parallelExecutionEnabled(false)
                .randomSeed(SEED)
                .build();
    }

    static List<Complaint> complaints(String function, Schema query, List<Object> arguments) {
        List<Complaint> complaints = new ArrayList<>(Points.complaints(function, query));
        if ((Long) arguments.get(1) >= (Long) arguments.get(2)) {
            complaints.add(
                    new Complaint(
                            2,
                            false,
                            "the `timeDecay` of `" + function
                                    + "` should be greater than its `subSampleSize`: rows leave the sample sooner than it fills"));
        }
        return complaints;
    }

    static String remembers(List<Object> arguments) {
        return arguments.get(1) + " rows in each of " + arguments.get(0) + " trees";
    }

    @Override
    public void row(RowBatch rows, int row, TableResults results) {
        RowBatch to = results.pass(rows, row);
        int at = to.size - 1;
        if (!points.read(rows, row, point)) {
            to.setNull(scoreColumn, at);
            if (explaining != Explaining.NOTHING) {
                to.setNull(scoreColumn + 1, at);
            }
            return;
        }
        boolean ready = seen >= learned;
        seen++;
        if (explaining == Explaining.NOTHING) {
            to.setDouble(scoreColumn, at, ready ? forest.getAnomalyScore(point) : 0);
        } else {
            explain(to, at, ready ? forest.getAnomalyAttribution(point) : null);
        }
        forest.update(point);
    }

    private void explain(RowBatch to, int at, @org.jspecify.annotations.Nullable DiVector attribution) {
        int columns = names.length;
        double[] high = new double[columns];
        double[] low = new double[columns];
        // A shingle holds the columns of several rows, one row behind the other.
        for (int i = 0; attribution != null && i < attribution.getDimensions(); i++) {
            high[i % columns] += attribution.high[i];
            low[i % columns] += attribution.low[i];
        }
        double score = 0;
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < columns; i++) {
            double part = high[i] + low[i];
            score += part;
            json.append(i == 0 ? "" : ",").append(names[i]).append(":{");
            if (explaining == Explaining.DIRECTIONS) {
                json.append("\"DIRECTION\":\"").append(high[i] > low[i] ? "HIGH" : "LOW");
                json.append("\",\"STRENGTH\":\"").append(rounded(Math.abs(high[i] - low[i])));
                json.append("\",");
            }
            json.append("\"ATTRIBUTION_SCORE\":\"").append(rounded(part)).append("\"}");
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        to.setDouble(scoreColumn, at, score);
        to.setBytes(scoreColumn + 1, at, text, 0, text.length);
    }

    private static String rounded(double value) {
        return BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_UP).toPlainString();
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (character < ' ') {
                text.append(String.format("\\u%04x", (int) character));
            } else {
                text.append(character == '"' || character == '\\' ? "\\" : "").append(character);
            }
        }
        return text.append('"').toString();
    }

    @Override
    public void time(long watermark, TableResults results) {}

    /** Those that one tree holds. */
    @Override
    public long rows() {
        return Math.min(seen, forest.getSampleSize());
    }

    @Override
    public long due() {
        return Long.MAX_VALUE;
    }

    /** A tree has some 40 bytes for each of its rows beside their points, which trees may share. */
    @Override
    public long bytes() {
        return forest.getNumberOfTrees() * rows() * (40 + 4L * forest.getDimensions());
    }

    /** The library's own form, which keeps its draws: what follows is the same as if nothing had been saved. */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(seen);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(mapper().toState(forest));
        }
        out.writeInt(bytes.size());
        out.write(bytes.toByteArray());
    }

    @Override
    public void restore(DataInput in) throws IOException {
        seen = in.readLong();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            objects.setObjectInputFilter(ObjectInputFilter.Config.createFilter(STATE_CLASSES));
            forest = mapper().toModel((RandomCutForestState) objects.readObject());
        } catch (ClassNotFoundException e) {
            throw new IOException("the forest was saved by another version of its library", e);
        }
    }

    private static RandomCutForestMapper mapper() {
        RandomCutForestMapper mapper = new RandomCutForestMapper();
        mapper.setSaveTreeStateEnabled(true);
        mapper.setSaveExecutorContextEnabled(true);
        return mapper;
    }
}
