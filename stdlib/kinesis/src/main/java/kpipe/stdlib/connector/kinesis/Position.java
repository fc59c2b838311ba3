package kpipe.stdlib.connector.kinesis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where reading of all shards stands, as bytes that a later process understands. */
final class Position {

    private static final int VERSION = 1;
    private static final int FINISHED = 255;

    private Position() {}

    /** @param places null of the shards that are finished */
    static byte[] bytes(Map<String, @Nullable Place> places) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(places.size());
            for (Map.Entry<String, @Nullable Place> entry : places.entrySet()) {
                out.writeUTF(entry.getKey());
                Place place = entry.getValue();
                if (place == null) {
                    out.writeByte(FINISHED);
                } else {
                    out.writeByte(place.kind().ordinal());
                    out.writeUTF(place.sequence() == null ? "" : place.sequence());
                    out.writeInt(place.part());
                    out.writeLong(place.time());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Map<String, @Nullable Place> read(byte[] bytes) throws IOException {
        Map<String, @Nullable Place> places = new LinkedHashMap<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readUnsignedByte() != VERSION) {
            throw new IOException("its position was written by another version of kpipe");
        }
        for (int count = in.readInt(); count > 0; count--) {
            String id = in.readUTF();
            int kind = in.readUnsignedByte();
            if (kind == FINISHED) {
                places.put(id, null);
            } else {
                String sequence = in.readUTF();
                places.put(
                        id,
                        new Place(
                                Place.Kind.values()[kind],
                                sequence.isEmpty() ? null : sequence,
                                in.readInt(),
                                in.readLong()));
            }
        }
        return places;
    }
}
