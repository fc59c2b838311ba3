package kpipe.runtime.firehose;

/** The ways by which records leave a destination. */
enum Outlet {
    /** Its objects. */
    DELIVERY,
    /** Files under ERRORS TO. */
    ERRORS,
    /** Files under BACKUP. */
    BACKUP
}
