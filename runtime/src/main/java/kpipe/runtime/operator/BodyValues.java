package kpipe.runtime.operator;

import java.math.BigDecimal;
import java.util.Arrays;
import kpipe.data.RowException;
import kpipe.data.Text;

/** Values on their way into and out of inline Java. */
public final class BodyValues {

    /** ERROR_NAME of an exception that inline Java threw. */
    public static final String JAVA_EXCEPTION = "JAVA_EXCEPTION";

    private BodyValues() {}

    public static long decimal(BigDecimal value, int scale, int precision, String type) {
        return Decimals.fromBig(value, scale, precision, type);
    }

    public static byte[] bytes(Text value) {
        return Arrays.copyOfRange(value.bytes(), value.offset(), value.offset() + value.length());
    }

    /**
     * What a body threw, as the failure of its row or record, with the line of the .kpipe file in which it did.
     *
     * @param unit what the user calls the body
     * @param body its class
     * @param file the .kpipe file
     * @param offset what a line number of the class lacks to be one of the file
     */
    public static RowException failure(String unit, Throwable thrown, Class<?> body, String file, int offset) {
        if (thrown instanceof RowException already) {
            return already;
        }
        StringBuilder said = new StringBuilder(unit).append(" threw ");
        said.append(thrown.getClass().getSimpleName());
        for (StackTraceElement frame : thrown.getStackTrace()) {
            boolean inside = frame.getClassName().startsWith(body.getName());
            if (inside && frame.getLineNumber() > 0) {
                said.append(" at ").append(file).append(':').append(frame.getLineNumber() + offset);
                break;
            }
        }
        String message = thrown.getMessage();
        return new RowException(
                JAVA_EXCEPTION,
                message == null
                        ? said.toString()
                        : said.append(": ").append(message).toString());
    }
}
