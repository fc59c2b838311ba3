package kpipe.runtime.stream;

import kpipe.data.RowBatch;
import kpipe.spi.Notices;
import org.jspecify.annotations.Nullable;

/** Where a part of the pipeline tells of its errors: they are counted by kind for the one who runs it, and are rows of {@code error_stream} if somebody reads that. Thread-safe. */
public final class ErrorReport {

    private final String kind;
    private final String name;
    private final Troubles troubles;
    private final @Nullable ErrorLog log;

    /**
     * @param kind what the part is: stream, table, pump or destination
     * @param log {@code error_stream}, or null where nobody reads it (or where its rows would come back)
     */
    public ErrorReport(String kind, String name, Troubles troubles, @Nullable ErrorLog log) {
        this.kind = kind;
        this.name = name;
        this.troubles = troubles;
        this.log = log;
        if (log != null) {
            log.join();
        }
    }

    /**
     * A row that failed.
     *
     * @param errorName what kind of error it is
     * @param place where in the .kpipe file: {@code fleet.kpipe:3}
     */
    public void row(String errorName, String message, String place, RowBatch data, int row) {
        String sentence = message + " (" + place + ")";
        met(errorName + place, sentence);
        if (log != null) {
            log.append(ErrorLog.ERROR, errorName, sentence, data, row, name);
        }
    }

    /** A result that failed: there is no row that it came from. */
    public void result(String errorName, String message, String place, long rowtime) {
        String sentence = message + " (" + place + ")";
        met(errorName + place, sentence);
        if (log != null) {
            log.append(ErrorLog.ERROR, errorName, sentence, rowtime, null, 0, 0, name);
        }
    }

    /** A record that failed; {@link RowBatch#NO_WATERMARK} stands for no time, null bytes for no record. */
    public void record(
            String errorName, String message, long rowtime, byte @Nullable [] record, int offset, int length) {
        met(errorName, message);
        if (log != null) {
            log.append(ErrorLog.ERROR, errorName, message, rowtime, record, offset, length, name);
        }
    }

    /** A record of a source that is no row; {@code input} is the file or shard that it came from, or empty. */
    public void record(String errorName, String message, String input, byte[] record, int offset, int length) {
        met(errorName, input.isEmpty() ? message : message + " (in " + input + ")");
        if (log != null) {
            log.append(ErrorLog.ERROR, errorName, message, RowBatch.NO_WATERMARK, record, offset, length, name);
        }
    }

    /** A row that came too late: it is no error, but a row of {@code error_stream}. */
    public void late(String message, RowBatch data, int row) {
        if (log != null) {
            log.append(ErrorLog.WARNING, "LATE_ROW", message, data, row, name);
        }
    }

    /** Says at once that something does not work for the moment, or works again. */
    public void say(String severity, String sentence) {
        troubles.say(severity + ": " + where() + " " + sentence);
    }

    /** As a plug-in tells of it. */
    public Notices notices() {
        return new Notices() {
            @Override
            public void warning(String sentence) {
                say("warning", sentence);
            }

            @Override
            public void note(String sentence) {
                say("note", sentence);
            }
        };
    }

    /** Nothing more will be told of. */
    public void leave() {
        if (log != null) {
            log.leave();
        }
    }

    private void met(String kindOfError, String sentence) {
        troubles.met(where(), kindOfError, sentence);
    }

    private String where() {
        return kind + " `" + name + "`";
    }
}
