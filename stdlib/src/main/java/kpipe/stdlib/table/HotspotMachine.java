package kpipe.stdlib.table;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.spi.TableMachine;
import kpipe.spi.TableResults;

/**
 * The last rows as points in a ring, and of each point its neighbours, those within the radius, as bits. Points that lead to one another by way of neighbours are a cluster; a cluster of enough points
 * is a hotspot, told by the box around them. A row of which a number is NULL, infinite or none is no point: it has the hotspots of the rows before it.
 */
final class HotspotMachine implements TableMachine {

    /** A box with so many points in a unit of its size. A side without length does not count for the size. */
    private record Hotspot(double density, double[] least, double[] greatest) {}

    private final Points points;
    private final int dimensions;
    private final int resultColumn;
    private final double squaredRadius;
    private final int fewest;
    private final double[][] ring;
    private final long[][] neighbours;
    private final long[] left;
    private final int[] stack;
    private final double[] point;
    private int size;
    private int place;
    private byte[] result = json(List.of());

    HotspotMachine(Schema query, int window, double radius, int fewest) {
        points = new Points(query);
        dimensions = points.dimensions();
        resultColumn = query.size();
        squaredRadius = radius * radius;
        this.fewest = fewest;
        int words = (window + 63) >>> 6;
        ring = new double[window][dimensions];
        neighbours = new long[window][words];
        left = new long[words];
        stack = new int[window];
        point = new double[dimensions];
    }

    @Override
    public void row(RowBatch rows, int row, TableResults results) {
        if (points.read(rows, row, point)) {
            take();
            result = json(hotspots());
        }
        RowBatch to = results.pass(rows, row);
        to.setBytes(resultColumn, to.size - 1, result, 0, result.length);
    }

    /** The point takes the place of the oldest. */
    private void take() {
        int at = place;
        place = at + 1 == ring.length ? 0 : at + 1;
        for (int other = 0; other < size; other++) {
            neighbours[other][at >>> 6] &= ~(1L << at);
        }
        java.util.Arrays.fill(neighbours[at], 0);
        System.arraycopy(point, 0, ring[at], 0, dimensions);
        size = Math.max(size, at + 1);
        for (int other = 0; other < size; other++) {
            if (other != at && isNear(ring[other], point)) {
                neighbours[other][at >>> 6] |= 1L << at;
                neighbours[at][other >>> 6] |= 1L << other;
            }
        }
    }

    private boolean isNear(double[] one, double[] other) {
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            double difference = one[i] - other[i];
            squares += difference * difference;
        }
        return squares <= squaredRadius;
    }

    /** The densest first, of equals the one with the oldest point. */
    private List<Hotspot> hotspots() {
        List<Hotspot> found = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            left[i >>> 6] |= 1L << i;
        }
        int oldest = size == ring.length ? place : 0;
        for (int i = 0; i < size; i++) {
            int next = (oldest + i) % size;
            if ((left[next >>> 6] >>> next & 1) != 0) {
                int members = cluster(next);
                if (members >= fewest) {
                    found.add(hotspot(members));
                }
            }
        }
        found.sort(Comparator.comparingDouble(Hotspot::density).reversed());
        return found;
    }

    /** Takes the cluster of a point out of those that are left; its members are then at the beginning of the stack. */
    private int cluster(int first) {
        int members = 1;
        stack[0] = first;
        left[first >>> 6] &= ~(1L << first);
        for (int next = 0; next < members; next++) {
            long[] near = neighbours[stack[next]];
            for (int word = 0; word < near.length; word++) {
                long fresh = near[word] & left[word];
                left[word] &= ~fresh;
                while (fresh != 0) {
                    stack[members++] = (word << 6) + Long.numberOfTrailingZeros(fresh);
                    fresh &= fresh - 1;
                }
            }
        }
        return members;
    }

    private Hotspot hotspot(int members) {
        double[] least = ring[stack[0]].clone();
        double[] greatest = least.clone();
        for (int i = 1; i < members; i++) {
            for (int axis = 0; axis < dimensions; axis++) {
                least[axis] = Math.min(least[axis], ring[stack[i]][axis]);
                greatest[axis] = Math.max(greatest[axis], ring[stack[i]][axis]);
            }
        }
        double boxSize = 1;
        for (int axis = 0; axis < dimensions; axis++) {
            double side = greatest[axis] - least[axis];
            boxSize *= side > 0 ? side : 1;
        }
        double density = Math.min(members / boxSize, Double.MAX_VALUE);
        return new Hotspot(density, least, greatest);
    }

    private static byte[] json(List<Hotspot> hotspots) {
        StringBuilder json = new StringBuilder("{\"hotspots\":[");
        String separator = "";
        for (Hotspot hotspot : hotspots) {
            json.append(separator).append("{\"density\":").append(hotspot.density());
            json.append(",\"minValues\":");
            append(json, hotspot.least());
            json.append(",\"maxValues\":");
            append(json, hotspot.greatest());
            json.append('}');
            separator = ",";
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder json, double[] values) {
        for (int i = 0; i < values.length; i++) {
            json.append(i == 0 ? '[' : ',').append(values[i]);
        }
        json.append(']');
    }

    @Override
    public void time(long watermark, TableResults results) {}

    @Override
    public long rows() {
        return size;
    }

    @Override
    public long due() {
        return Long.MAX_VALUE;
    }

    @Override
    public long bytes() {
        return ring.length * (8L * dimensions + 8L * left.length + 32) + result.length;
    }

    /** The points alone: who is near whom follows from them. */
    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeInt(place);
        for (int i = 0; i < size; i++) {
            for (double coordinate : ring[i]) {
                out.writeDouble(coordinate);
            }
        }
        out.writeInt(result.length);
        out.write(result);
    }

    @Override
    public void restore(DataInput in) throws IOException {
        size = in.readInt();
        place = in.readInt();
        for (int i = 0; i < size; i++) {
            for (int axis = 0; axis < dimensions; axis++) {
                ring[i][axis] = in.readDouble();
            }
        }
        for (int one = 0; one < size; one++) {
            for (int other = 0; other < size; other++) {
                if (one != other && isNear(ring[one], ring[other])) {
                    neighbours[one][other >>> 6] |= 1L << other;
                }
            }
        }
        result = new byte[in.readInt()];
        in.readFully(result);
    }
}
