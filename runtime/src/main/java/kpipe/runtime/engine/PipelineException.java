package kpipe.runtime.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A pipeline that could not start or go on; the message is for the user, the cause for those who look into kpipe. */
public final class PipelineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The packages of generated code begin with this. */
    private static final String GENERATED = "kpipe.generated.";

    private static final int FAILED = 1;
    private static final int INTERNAL = 70;

    private final int exitCode;

    private PipelineException(String message, int exitCode, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** @param where the part that failed, as {@code pump find_speeders}, or null */
    static PipelineException of(@Nullable String where, Throwable cause) {
        String said = cause.getMessage();
        if (cause instanceof IOException && said != null) {
            return new PipelineException(
                    where == null || said.contains("`" + nameIn(where) + "`") ? said : where + ": " + said,
                    FAILED,
                    cause);
        }
        String place = where == null ? "" : " in " + where;
        if (cause instanceof OutOfMemoryError) {
            String heap = Runtime.getRuntime().maxMemory() / (1 << 20) + " MB";
            return new PipelineException(
                    "out of memory" + place + line(cause) + ": it has " + heap + " (java -Xmx gives it more)",
                    FAILED,
                    cause);
        }
        return new PipelineException(
                "internal error" + place + line(cause) + "; KPIPE_DEBUG=1 shows what happened", INTERNAL, cause);
    }

    /** {@code  at fleet.kpipe:22}: class files of generated code name the lines of the .kpipe file that it was made of. Empty where it happened outside of any. */
    private static String line(Throwable cause) {
        for (StackTraceElement frame : cause.getStackTrace()) {
            String file = frame.getFileName();
            if (frame.getClassName().startsWith(GENERATED) && file != null && !file.endsWith(".java")) {
                return " at " + file + ":" + frame.getLineNumber();
            }
        }
        return "";
    }

    private static String nameIn(String where) {
        return where.substring(where.indexOf(' ') + 1);
    }

    /** 1: the pipeline has failed; 70: kpipe has. */
    public int exitCode() {
        return exitCode;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
