package kpipe.benchmarks;

import java.util.Arrays;
import kpipe.data.RowBatch;

/**
 * The loop that an expert would write by hand for {@code SELECT device, COUNT(*), SUM(room), MIN(temperature), MAX(temperature)} over a sliding time for each device: a ring of rows for each, and two of
 * those that can still become the least or the greatest. Devices are small numbers, rows come in order, and nothing is ever forgotten.
 */
final class HandSliding {

    private final long length;
    private final RowBatch out;
    private final Device[] devices;

    /** What is known of one device. */
    private static final class Device {
        long[] times = new long[16];
        long[] rooms = new long[16];
        double[] values = new double[16];
        int first;
        int end;
        long sum;
        double total;
        final Extremes least = new Extremes(1);
        final Extremes greatest = new Extremes(-1);

        void add(long time, long room, double value) {
            if (end - first == times.length) {
                times = doubled(times);
                rooms = doubled(rooms);
                double[] wider = new double[values.length * 2];
                for (int i = first; i < end; i++) {
                    wider[i & wider.length - 1] = values[i & values.length - 1];
                }
                values = wider;
            }
            int at = end++ & times.length - 1;
            times[at] = time;
            rooms[at] = room;
            values[at] = value;
        }

        private long[] doubled(long[] ring) {
            long[] wider = new long[ring.length * 2];
            for (int i = first; i < end; i++) {
                wider[i & wider.length - 1] = ring[i & ring.length - 1];
            }
            return wider;
        }
    }

    /** The numbers of rows that can still become the least value, or with the sign turned the greatest. */
    private static final class Extremes {
        private final int sign;
        private int[] numbers = new int[16];
        private double[] values = new double[16];
        private int first;
        private int end;

        Extremes(int sign) {
            this.sign = sign;
        }

        void add(int number, double value) {
            while (end > first && sign * values[end - 1 & values.length - 1] > sign * value) {
                end--;
            }
            if (end - first == values.length) {
                int[] more = Arrays.copyOf(numbers, numbers.length * 2);
                double[] wider = Arrays.copyOf(values, values.length * 2);
                for (int i = first; i < end; i++) {
                    more[i & more.length - 1] = numbers[i & numbers.length - 1];
                    wider[i & wider.length - 1] = values[i & values.length - 1];
                }
                numbers = more;
                values = wider;
            }
            numbers[end & values.length - 1] = number;
            values[end++ & values.length - 1] = value;
        }

        void leave(int number) {
            if (numbers[first & values.length - 1] == number) {
                first++;
            }
        }

        double value() {
            return values[first & values.length - 1];
        }
    }

    HandSliding(long length, int count, RowBatch out) {
        this.length = length;
        this.out = out;
        devices = new Device[count];
        Arrays.setAll(devices, i -> new Device());
    }

    /** Fills the batch of results, which has room for as many rows. */
    void batch(RowBatch in) {
        for (int row = 0; row < in.size; row++) {
            Device device = devices[(int) in.values[Telemetry.DEVICE][row]];
            long time = in.rowtime[row];
            while (device.first < device.end && time - device.times[device.first & device.times.length - 1] > length) {
                int at = device.first & device.times.length - 1;
                device.sum -= device.rooms[at];
                device.total -= device.values[at];
                device.least.leave(device.first);
                device.greatest.leave(device.first);
                device.first++;
            }
            long room = in.values[Telemetry.ROOM][row];
            double value = Double.longBitsToDouble(in.values[Telemetry.TEMPERATURE][row]);
            device.least.add(device.end, value);
            device.greatest.add(device.end, value);
            device.add(time, room, value);
            device.sum += room;
            device.total += value;
            out.values[0][row] = in.values[Telemetry.DEVICE][row];
            out.values[1][row] = device.end - device.first;
            out.values[2][row] = device.sum;
            out.values[3][row] = Double.doubleToRawLongBits(device.least.value());
            out.values[4][row] = Double.doubleToRawLongBits(device.greatest.value());
            out.values[5][row] = Double.doubleToRawLongBits(device.total / (device.end - device.first));
            out.rowtime[row] = time;
            out.watermark[row] = in.watermark[row];
        }
        out.size = in.size;
    }
}
