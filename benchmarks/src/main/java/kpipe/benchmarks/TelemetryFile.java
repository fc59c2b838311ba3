package kpipe.benchmarks;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;

/** Writes readings as JSON lines of about 190 bytes and eleven fields, the input of the whole-process benchmarks. */
public final class TelemetryFile {

    private TelemetryFile() {}

    /** Three arguments: the file to write, how many lines, how many devices. */
    public static void main(String[] arguments) throws IOException {
        int lines = Integer.parseInt(arguments[1]);
        int devices = Integer.parseInt(arguments[2]);
        SplittableRandom random = new SplittableRandom(7);
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(arguments[0]), 1 << 16)) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < lines; i++) {
                String time = Instant.ofEpochMilli(1_767_225_600_000L + i).toString();
                String millis = time.length() == 20 ? time.substring(0, 19) + ".000" : time.substring(0, 23);
                line.setLength(0);
                line.append("{\"device\":").append(random.nextInt(devices));
                line.append(",\"room\":").append(random.nextInt(100));
                line.append(",\"read_at\":\"").append(millis.replace('T', ' '));
                line.append("\",\"humidity\":").append(random.nextInt(1000) / 10.0);
                line.append(",\"temperature\":").append(random.nextInt(4000) / 100.0);
                line.append(",\"battery\":").append(random.nextInt(100));
                line.append(",\"site\":\"north-").append(random.nextInt(9));
                line.append("\",\"firmware\":\"1.8.").append(random.nextInt(9));
                line.append("\",\"status\":\"ok\",\"sequence\":").append(i);
                line.append(",\"charging\":").append(random.nextBoolean());
                line.append("}\n");
                out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
