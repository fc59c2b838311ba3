package kpipe.oracle;

import kpipe.data.Type;

/** Types between which an expression may choose freely. */
enum Family {
    WHOLE,
    DECIMAL,
    DOUBLE,
    TRUTH,
    TEXT,
    DATE,
    CLOCK,
    MOMENT;

    static Family of(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> WHOLE;
            case DECIMAL -> DECIMAL;
            case DOUBLE, REAL -> DOUBLE;
            case BOOLEAN -> TRUTH;
            case CHAR, VARCHAR -> TEXT;
            case DATE -> DATE;
            case TIME -> CLOCK;
            case TIMESTAMP -> MOMENT;
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    boolean holds(Type type) {
        return of(type) == this;
    }
}
