package kpipe.endpoint.wire;

/** A body is not one object of its encoding. */
@SuppressWarnings("serial")
final class MalformedException extends Exception {

    MalformedException() {
        super("not an object", null, false, false);
    }
}
