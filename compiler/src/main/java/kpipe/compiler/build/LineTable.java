package kpipe.compiler.build;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.IntUnaryOperator;

/**
 * Puts the file and lines that a user knows into a class file, instead of those of the generated Java that it was compiled from: whatever names a place in the class then, a stack
 * trace, a profiler or a debugger, names one in the .kpipe file.
 */
public final class LineTable {

    private static final int GREATEST = 0xFFFF;

    private final byte[] from;
    private final ByteArrayOutputStream bytes;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final IntUnaryOperator lines;

    private LineTable(byte[] from, IntUnaryOperator lines) {
        this.from = from;
        this.lines = lines;
        bytes = new ByteArrayOutputStream(from.length + 64);
        in = new DataInputStream(new ByteArrayInputStream(from));
        out = new DataOutputStream(bytes);
    }

    /**
     * The class file with other places.
     *
     * @param file the name of the file that it comes from
     * @param lines the line there by the line that it has now
     */
    public static byte[] place(byte[] classFile, String file, IntUnaryOperator lines) {
        try {
            return new LineTable(classFile, lines).place(file);
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private byte[] place(String file) throws IOException {
        ConstantPool pool = ConstantPool.read(in);
        if (pool.size() == GREATEST) {
            return from;
        }
        int behindPool = from.length - in.available();
        out.write(from, 0, 8);
        out.writeShort(pool.size() + 1);
        out.write(from, 10, behindPool - 10);
        out.writeByte(1);
        out.writeUTF(file);
        copy(6);
        int interfaces = number();
        copy(2 * interfaces);
        members(pool);
        members(pool);
        attributes(pool, pool.size());
        return bytes.toByteArray();
    }

    /** Fields or methods. */
    private void members(ConstantPool pool) throws IOException {
        for (int count = number(); count > 0; count--) {
            copy(6);
            attributes(pool, 0);
        }
    }

    private void attributes(ConstantPool pool, int file) throws IOException {
        for (int count = number(); count > 0; count--) {
            String name = String.valueOf(pool.texts()[number()]);
            int length = in.readInt();
            out.writeInt(length);
            switch (name) {
                case "Code" -> {
                    copy(4);
                    int code = in.readInt();
                    out.writeInt(code);
                    copy(code);
                    int handlers = number();
                    copy(8 * handlers);
                    attributes(pool, file);
                }
                case "LineNumberTable" -> {
                    for (int entries = number(); entries > 0; entries--) {
                        copy(2);
                        out.writeShort(Math.min(GREATEST, lines.applyAsInt(in.readUnsignedShort())));
                    }
                }
                case "SourceFile" -> {
                    in.readUnsignedShort();
                    out.writeShort(file);
                }
                default -> copy(length);
            }
        }
    }

    /** Copies a number of two bytes. */
    private int number() throws IOException {
        int value = in.readUnsignedShort();
        out.writeShort(value);
        return value;
    }

    private void copy(int length) throws IOException {
        out.write(in.readNBytes(length));
    }
}
