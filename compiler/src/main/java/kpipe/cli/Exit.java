package kpipe.cli;

/** The exit codes of every command. After a clean stop by a signal the process ends with 130 or 143, as the Java machine does by itself. */
final class Exit {

    /** Done. */
    static final int DONE = 0;

    /** The pipeline is wrong, has failed, or one of its tests has. */
    static final int FAILED = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** A fault of kpipe itself. */
    static final int INTERNAL = 70;

    private Exit() {}
}
