package kpipe.benchmarks;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * What an expert would write by hand for one job, as a program of its own: JSON lines of {@link TelemetryFile} in, count, average, minimum and maximum per device and
 * minute out as JSON lines. Reads only the four fields that it needs, in any order, skips the rest byte by byte, checks little.
 */
public final class HandJsonAggregate {

    private static final byte[] DEVICE = "device".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HUMIDITY = "humidity".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TEMPERATURE = "temperature".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] READ_AT = "read_at".getBytes(StandardCharsets.US_ASCII);
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};
    private static final long MINUTE = 60_000;
    private static final int STRIDE = 8;

    private final byte[] in;
    private int at;
    private int end;

    private long device;
    private double humidity;
    private double temperature;
    private long readAt;

    private long[] table = new long[1 << 14];
    private int groups;
    private long windowEnd = Long.MIN_VALUE;
    private long dayStart = Long.MIN_VALUE;
    private long dayText;
    private final StringBuilder line = new StringBuilder();
    private final OutputStream out;

    private HandJsonAggregate(byte[] in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Reads documents that are in memory, and does nothing with them; how many there were. */
    static int decode(byte[] documents) {
        HandJsonAggregate loop = new HandJsonAggregate(documents, OutputStream.nullOutputStream());
        int count = 0;
        while (loop.at < documents.length) {
            loop.document();
            count++;
        }
        return count;
    }

    /** Two arguments: the file to read and the file to write. */
    public static void main(String[] arguments) throws IOException {
        try (InputStream input = new FileInputStream(arguments[0]);
                OutputStream output = new java.io.BufferedOutputStream(new FileOutputStream(arguments[1]), 1 << 16)) {
            new HandJsonAggregate(new byte[1 << 18], output).run(input);
        }
    }

    private void run(InputStream input) throws IOException {
        while (true) {
            int read = input.read(in, end, in.length - end);
            if (read < 0) {
                break;
            }
            end += read;
            int last = end;
            while (last > 0 && in[last - 1] != '\n') {
                last--;
            }
            at = 0;
            while (at < last) {
                document();
                take();
            }
            System.arraycopy(in, last, in, 0, end - last);
            end -= last;
        }
        close();
    }

    private void document() {
        at++;
        while (true) {
            int key = at + 1;
            int keyEnd = key;
            while (in[keyEnd] != '"') {
                keyEnd++;
            }
            at = keyEnd + 2;
            int length = keyEnd - key;
            if (is(DEVICE, key, length)) {
                device = integer();
            } else if (is(HUMIDITY, key, length)) {
                humidity = number();
            } else if (is(TEMPERATURE, key, length)) {
                temperature = number();
            } else if (is(READ_AT, key, length)) {
                readAt = timestamp();
            } else {
                skip();
            }
            if (in[at++] == '}') {
                at++;
                return;
            }
        }
    }

    private boolean is(byte[] name, int from, int length) {
        return length == name.length && Arrays.equals(name, 0, length, in, from, from + length);
    }

    private long integer() {
        long value = 0;
        while (in[at] >= '0') {
            value = value * 10 + in[at++] - '0';
        }
        return value;
    }

    private double number() {
        long value = 0;
        int fraction = 0;
        boolean point = false;
        while (true) {
            byte b = in[at];
            if (b >= '0' && b <= '9') {
                value = value * 10 + b - '0';
                fraction += point ? 1 : 0;
            } else if (b == '.') {
                point = true;
            } else {
                return value / POWERS_OF_TEN[fraction];
            }
            at++;
        }
    }

    private int digits(int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = value * 10 + in[i] - '0';
        }
        return value;
    }

    private long timestamp() {
        int from = at + 1;
        at += 25;
        long text = digits(from, 4) * 10_000L + digits(from + 5, 2) * 100L + digits(from + 8, 2);
        if (text != dayText) {
            dayText = text;
            dayStart = java.time.LocalDate.of((int) (text / 10_000), (int) (text / 100 % 100), (int) (text % 100))
                            .toEpochDay()
                    * 86_400_000L;
        }
        return dayStart
                + digits(from + 11, 2) * 3_600_000L
                + digits(from + 14, 2) * 60_000L
                + digits(from + 17, 2) * 1000L
                + digits(from + 20, 3);
    }

    private void skip() {
        if (in[at] == '"') {
            at++;
            while (in[at] != '"') {
                at++;
            }
            at++;
        } else {
            while (in[at] != ',' && in[at] != '}') {
                at++;
            }
        }
    }

    private void take() throws IOException {
        if (readAt >= windowEnd) {
            close();
            windowEnd = readAt - Math.floorMod(readAt, MINUTE) + MINUTE;
        }
        if (!(humidity > 10.0)) {
            return;
        }
        long[] cells = table;
        int mask = cells.length - 1;
        int slot = slotOf(device, mask);
        while (cells[slot + 1] != 0 && cells[slot] != device) {
            slot = (slot + STRIDE) & mask;
        }
        long count = cells[slot + 1];
        double sum = count == 0 ? temperature : Double.longBitsToDouble(cells[slot + 2]) + temperature;
        double min = count == 0 ? temperature : Math.min(Double.longBitsToDouble(cells[slot + 3]), temperature);
        double max = count == 0 ? temperature : Math.max(Double.longBitsToDouble(cells[slot + 4]), temperature);
        cells[slot] = device;
        cells[slot + 1] = count + 1;
        cells[slot + 2] = Double.doubleToRawLongBits(sum);
        cells[slot + 3] = Double.doubleToRawLongBits(min);
        cells[slot + 4] = Double.doubleToRawLongBits(max);
        if (count == 0 && ++groups * 2 * STRIDE > cells.length) {
            grow();
        }
    }

    private static int slotOf(long key, int mask) {
        long hash = key * 0x9E3779B97F4A7C15L;
        return (int) ((hash ^ hash >>> 32) * STRIDE) & mask;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        int mask = table.length - 1;
        for (int from = 0; from < old.length; from += STRIDE) {
            if (old[from + 1] != 0) {
                int slot = slotOf(old[from], mask);
                while (table[slot + 1] != 0) {
                    slot = (slot + STRIDE) & mask;
                }
                System.arraycopy(old, from, table, slot, STRIDE);
            }
        }
    }

    private void close() throws IOException {
        if (groups == 0) {
            return;
        }
        String minute = Instant.ofEpochMilli(windowEnd - MINUTE)
                .toString()
                .replace('T', ' ')
                .replace("Z", ".000");
        for (int slot = 0; slot < table.length; slot += STRIDE) {
            long count = table[slot + 1];
            if (count != 0) {
                line.setLength(0);
                line.append("{\"device\":").append(table[slot]);
                line.append(",\"minute\":\"").append(minute);
                line.append("\",\"readings\":").append(count);
                line.append(",\"average\":").append(Double.longBitsToDouble(table[slot + 2]) / count);
                line.append(",\"coldest\":").append(Double.longBitsToDouble(table[slot + 3]));
                line.append(",\"hottest\":").append(Double.longBitsToDouble(table[slot + 4]));
                line.append("}\n");
                out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        Arrays.fill(table, 0);
        groups = 0;
    }
}
