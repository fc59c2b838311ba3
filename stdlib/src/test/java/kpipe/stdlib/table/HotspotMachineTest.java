package kpipe.stdlib.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import kpipe.data.Column;
import kpipe.data.Kind;
import kpipe.data.RowBatch;
import kpipe.data.Schema;
import kpipe.data.Type;
import kpipe.spi.TableMachine;
import org.junit.jupiter.api.Test;

/** Hotspots, beside a search that begins anew for every row. */
final class HotspotMachineTest {

    private static final Schema QUERY =
            Schema.of(new Column("x", Type.of(Kind.DOUBLE, true)), new Column("y", Type.of(Kind.INTEGER, true)));
    private static final int WINDOW = 100;
    private static final double RADIUS = 1.5;
    private static final int FEWEST = 4;

    @Test
    void theLastRowsAreSearched() {
        Random random = new Random(Long.getLong("seed", 1));
        Schema output = Schema.of(QUERY.column(0), QUERY.column(1), new Column("r", Type.varchar(1000, false)));
        TableMachine machine = new HotspotMachine(QUERY, WINDOW, RADIUS, FEWEST);
        List<double[]> last = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            RowBatch row = new RowBatch(QUERY, 1);
            double[] point = {random.nextInt(60) / 2.0, random.nextInt(30)};
            row.setDouble(0, 0, point[0]);
            row.values[1][0] = (long) point[1];
            row.size = 1;
            boolean none = random.nextInt(10) == 0;
            if (none) {
                row.setNull(1, 0);
            } else {
                last.add(point);
            }
            RowBatch given = new RowBatch(output, 1);
            machine.row(row, 0, (from, at) -> {
                given.size = 1;
                return given;
            });
            List<double[]> window = last.subList(Math.max(0, last.size() - WINDOW), last.size());
            assertThat(given.textAt(2, 0).toString()).isEqualTo(expected(window));
            if (random.nextInt(20) == 0) {
                machine = SavedMachine.goOn(machine, new HotspotMachine(QUERY, WINDOW, RADIUS, FEWEST));
            }
        }
    }

    private static String expected(List<double[]> window) {
        List<double[]> left = new ArrayList<>(window);
        List<String> found = new ArrayList<>();
        List<Double> densities = new ArrayList<>();
        while (!left.isEmpty()) {
            List<double[]> cluster = new ArrayList<>(List.of(left.remove(0)));
            for (int i = 0; i < cluster.size(); i++) {
                double[] member = cluster.get(i);
                List<double[]> near = left.stream()
                        .filter(point -> Math.hypot(point[0] - member[0], point[1] - member[1]) <= RADIUS)
                        .toList();
                cluster.addAll(near);
                left.removeAll(near);
            }
            if (cluster.size() >= FEWEST) {
                double[] least = {extreme(cluster, 0, 1), extreme(cluster, 1, 1)};
                double[] greatest = {extreme(cluster, 0, -1), extreme(cluster, 1, -1)};
                double size = 1;
                for (int axis = 0; axis < 2; axis++) {
                    size *= greatest[axis] > least[axis] ? greatest[axis] - least[axis] : 1;
                }
                densities.add(cluster.size() / size);
                found.add("{\"density\":" + cluster.size() / size + ",\"minValues\":[" + least[0] + "," + least[1]
                        + "],\"maxValues\":[" + greatest[0] + "," + greatest[1] + "]}");
            }
        }
        List<Integer> order = new ArrayList<>();
        found.forEach(each -> order.add(order.size()));
        order.sort(Comparator.comparingDouble(i -> -densities.get(i)));
        return "{\"hotspots\":["
                + String.join(",", order.stream().map(found::get).toList()) + "]}";
    }

    private static double extreme(List<double[]> points, int axis, int sign) {
        return sign
                * points.stream().mapToDouble(point -> sign * point[axis]).min().orElseThrow();
    }
}
