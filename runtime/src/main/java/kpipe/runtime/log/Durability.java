package kpipe.runtime.log;

/** When a record is acknowledged. */
public enum Durability {
    /** When the disk has it: no acknowledged record is lost, whatever happens. */
    EACH_COMMIT,
    /** When the system has it, which tells the disk each second: a crash of the process loses nothing, one of the machine up to the last second. */
    EACH_SECOND
}
