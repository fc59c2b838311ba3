package kpipe.compiler.resolve;

/** Where an expression stands. */
enum Place {
    SELECT("the select list", true),
    HAVING("HAVING", true),
    ORDER_BY("ORDER BY", true),
    WHERE("WHERE", false),
    GROUP_BY("GROUP BY", false),
    ON("ON", false),
    OVER("OVER", false),
    PATTERN("MATCH_RECOGNIZE", true),
    SUBQUERY("a query as a value", false),
    DESTINATION("a destination", false),
    FUNCTION("the body of a function", false);

    private final String words;
    private final boolean aggregates;

    Place(String words, boolean aggregates) {
        this.words = words;
        this.aggregates = aggregates;
    }

    /** As messages call it. */
    String words() {
        return words;
    }

    /** Whether aggregates may stand there. */
    boolean aggregates() {
        return aggregates;
    }
}
