package kpipe.compiler.build;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a class file, as far as they are names.
 *
 * @param texts by index; null where a constant is no text
 * @param classes the indexes of those texts that are names of classes
 */
record ConstantPool(@Nullable String[] texts, Set<Integer> classes) {

    /** Reads a class file from its first byte on, up to behind the constants. */
    static ConstantPool read(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        @Nullable String[] texts = new String[count];
        Set<Integer> classes = new HashSet<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 7 -> classes.add(in.readUnsignedShort());
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    // A long or double takes two entries of the pool.
                    i++;
                }
                default -> throw new IOException("class file with constant tag " + tag);
            }
        }
        return new ConstantPool(texts, classes);
    }

    int size() {
        return texts.length;
    }
}
