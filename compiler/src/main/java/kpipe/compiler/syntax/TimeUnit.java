package kpipe.compiler.syntax;

/** Units of time in SQL: of intervals, EXTRACT, FLOOR and CEIL. */
public enum TimeUnit {
    /** Year. */
    YEAR,

    /** Quarter. */
    QUARTER,

    /** Month. */
    MONTH,

    /** Week. */
    WEEK,

    /** Day. */
    DAY,

    /** Hour. */
    HOUR,

    /** Minute. */
    MINUTE,

    /** Second. */
    SECOND,

    /** Millisecond. */
    MILLISECOND,

    /** Microsecond. */
    MICROSECOND,

    /** Epoch. */
    EPOCH,

    /** Dow. */
    DOW,

    /** Doy. */
    DOY,

    /** Isodow. */
    ISODOW,

    /** Isoyear. */
    ISOYEAR,

    /** Decade. */
    DECADE,

    /** Century. */
    CENTURY,

    /** Millennium. */
    MILLENNIUM
}
