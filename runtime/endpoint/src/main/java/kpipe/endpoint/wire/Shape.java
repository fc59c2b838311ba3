package kpipe.endpoint.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a value of a request has to be. The wire converts by it what AWS converts, refuses the rest with AWS's {@code SerializationException}, and hands on:
 *
 * <table>
 * <caption>types of values</caption>
 * <tr><td>{@link Scalar#STRING}</td><td>String</td></tr>
 * <tr><td>{@link Scalar#INTEGER}</td><td>Long, cut to a whole number and to the range of 32 bits</td></tr>
 * <tr><td>{@link Scalar#LONG}</td><td>Long, cut to a whole number and to the range of 64 bits</td></tr>
 * <tr><td>{@link Scalar#BOOLEAN}</td><td>Boolean</td></tr>
 * <tr><td>{@link Scalar#BLOB}</td><td>{@link Blob}</td></tr>
 * <tr><td>{@link Scalar#TIMESTAMP}</td><td>{@link java.time.Instant}, of milliseconds</td></tr>
 * <tr><td>{@link ListOf}</td><td>List; a null in it stays null</td></tr>
 * <tr><td>{@link MapOf}</td><td>Map by String, in the order sent; a null value stays null</td></tr>
 * <tr><td>{@link Structure}</td><td>Map by String of the members that are known, sent and not null</td></tr>
 * </table>
 */
public sealed interface Shape {

    /** A value without parts. */
    enum Scalar implements Shape {
        STRING,
        INTEGER,
        LONG,
        BOOLEAN,
        BLOB,
        TIMESTAMP
    }

    /** Any number of values of one shape. */
    record ListOf(Shape element) implements Shape {}

    /** Values of one shape by names that the client chose. */
    record MapOf(Shape value) implements Shape {}

    /** Members by name; those that it does not name are passed over. */
    record Structure(Map<String, Shape> members) implements Shape {

        public Structure {
            members = Map.copyOf(members);
        }
    }

    static ListOf list(Shape element) {
        return new ListOf(element);
    }

    static MapOf map(Shape value) {
        return new MapOf(value);
    }

    /** A structure from names and shapes in turn: {@code structure("StreamName", STRING, "Limit", INTEGER)}. */
    static Structure structure(Object... namesAndShapes) {
        Map<String, Shape> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndShapes.length; i += 2) {
            members.put((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
        }
        return new Structure(members);
    }
}
