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
     * What a body threw, as the failure of its row or record, with the line of the .kpipe file in which it did: class files of bodies name that. Memory that is full is no fault of one
     * row.
     *
     * @param unit what the user calls the body
     * @param body its class
     */
    public static RowException failure(String unit, Throwable thrown, Class<?> body) {
        if (thrown instanceof RowException already) {
            return already;
        }
        if (thrown instanceof OutOfMemoryError full) {
            throw full;
        }
        StringBuilder said = new StringBuilder(unit).append(" threw ");
        said.append(thrown.getClass().getSimpleName());
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith(body.getName())) {
                said.append(" at ").append(frame.getFileName()).append(':').append(frame.getLineNumber());
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
