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

    /** What a body threw, as the failure of its row. */
    public static RowException failure(String function, Throwable thrown) {
        if (thrown instanceof RowException already) {
            return already;
        }
        String message = thrown.getMessage();
        String what = thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return new RowException(JAVA_EXCEPTION, function + " threw " + what);
    }
}
