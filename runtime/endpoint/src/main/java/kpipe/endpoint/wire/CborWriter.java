package kpipe.endpoint.wire;

import java.nio.charset.StandardCharsets;

/** The CBOR dialect of AWS: maps and lists without a length, blobs as byte strings, times as whole milliseconds behind tag 1. */
final class CborWriter extends TreeWriter {

    private static final int NEGATIVE = 0x20;
    private static final int BYTES = 0x40;
    private static final int TEXT = 0x60;
    private static final int START_LIST = 0x9F;
    private static final int START_MAP = 0xBF;
    private static final int TIME = 0xC1;
    private static final int FALSE = 0xF4;
    private static final int TRUE = 0xF5;
    private static final int NULL = 0xF6;
    private static final int DOUBLE = 0xFB;
    private static final int BREAK = 0xFF;

    CborWriter(Output out) {
        super(out);
    }

    @Override
    public void startMap() {
        single(START_MAP);
    }

    @Override
    public void endMap() {
        single(BREAK);
    }

    @Override
    public void startList() {
        single(START_LIST);
    }

    @Override
    public void endList() {
        single(BREAK);
    }

    @Override
    public void name(String name) {
        string(name);
    }

    @Override
    public void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        string(utf8, 0, utf8.length);
    }

    @Override
    public void string(byte[] utf8, int offset, int length) {
        head(TEXT, length);
        out.put(utf8, offset, length);
    }

    @Override
    public void number(long value) {
        if (value < 0) {
            head(NEGATIVE, ~value);
        } else {
            head(0, value);
        }
    }

    @Override
    void fraction(double value) {
        single(DOUBLE);
        out.putLong(Double.doubleToLongBits(value));
    }

    @Override
    public void bool(boolean value) {
        single(value ? TRUE : FALSE);
    }

    @Override
    void nothing() {
        single(NULL);
    }

    @Override
    public void blob(byte[] bytes, int offset, int length) {
        head(BYTES, length);
        out.put(bytes, offset, length);
    }

    @Override
    public void time(long millis) {
        single(TIME);
        number(millis);
    }

    private void single(int head) {
        out.room(1);
        out.put(head);
    }

    private void head(int major, long argument) {
        out.room(9);
        if (argument < 24) {
            out.put(major | (int) argument);
        } else if (argument < 0x100) {
            out.put(major | 24);
            out.put((int) argument);
        } else if (argument < 0x10000) {
            out.put(major | 25);
            out.put((int) (argument >>> 8));
            out.put((int) argument);
        } else if (argument < 0x1_0000_0000L) {
            out.put(major | 26);
            out.putInt((int) argument);
        } else {
            out.put(major | 27);
            out.putLong(argument);
        }
    }
}
