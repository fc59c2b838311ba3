package kpipe.compiler.generate;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads from a class file how long its methods are. */
final class ClassFileMethods {

    private final DataInputStream in;
    private final String[] texts;

    private ClassFileMethods(byte[] file) throws IOException {
        in = new DataInputStream(new ByteArrayInputStream(file));
        in.skipNBytes(8);
        texts = new String[in.readUnsignedShort()];
    }

    /** The length of the code of the longest method, in bytes. */
    static int longest(byte[] file) {
        try {
            return new ClassFileMethods(file).longest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int longest() throws IOException {
        constants();
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        members();
        return members();
    }

    private void constants() throws IOException {
        for (int i = 1; i < texts.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
    }

    /** Reads fields or methods. */
    private int members() throws IOException {
        int longest = 0;
        for (int count = in.readUnsignedShort(); count > 0; count--) {
            in.skipNBytes(6);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                String name = texts[in.readUnsignedShort()];
                int length = in.readInt();
                if ("Code".equals(name)) {
                    in.skipNBytes(4);
                    int code = in.readInt();
                    longest = Math.max(longest, code);
                    in.skipNBytes(length - 8L);
                } else {
                    in.skipNBytes(length);
                }
            }
        }
        return longest;
    }
}
