package kpipe.endpoint.command;

/** Names of shards as users write them: whole, or the number alone. */
final class ShardNames {

    private ShardNames() {}

    /** The whole name. */
    static String whole(String name) {
        return name.matches("\\d{1,12}") ? "shardId-" + "000000000000".substring(name.length()) + name : name;
    }

    static boolean same(String name, String other) {
        return whole(name).equals(whole(other));
    }
}
