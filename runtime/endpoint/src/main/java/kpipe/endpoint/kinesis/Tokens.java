package kpipe.endpoint.kinesis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import kpipe.endpoint.wire.AwsError;
import kpipe.spi.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Shard iterators and tokens for the next page: places that clients hand back without being able to read or to change them. Encrypted with AES-GCM (NIST SP 800-38D); they hold for five minutes, also beyond a
 * restart. Thread-safe.
 */
final class Tokens {

    /** How many bytes a key has. */
    static final int KEY = 32;

    private static final long LIFE_MILLIS = 300_000;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    /** What the service's iterators begin with, and how long they are without the stream's name. */
    private static final long ITERATOR_HEAD = 1;

    private static final int ITERATOR_BYTES = 152;
    private static final int BLOCK = 16;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * A place in a shard.
     *
     * @param stream under which name the store has the stream
     * @param streamCreated in milliseconds since 1970: tells it from others of that name
     * @param name how the API names the stream
     * @param index the record that is read next
     */
    record Iterator(String stream, long streamCreated, String name, String account, int shard, long index) {}

    private final Clock clock;
    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    Tokens(Clock clock, byte[] key) {
        this.clock = clock;
        this.key = new SecretKeySpec(key, "AES");
    }

    /** A new key. */
    static byte[] newKey() {
        byte[] key = new byte[KEY];
        new SecureRandom().nextBytes(key);
        return key;
    }

    String iterator(Iterator place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeLong(clock.millis());
            out.writeLong(place.streamCreated());
            out.writeInt(place.shard());
            out.writeLong(place.index());
            out.writeUTF(place.stream());
            if (place.stream().equals(place.name())) {
                out.writeByte(0);
            } else {
                out.writeByte(1);
                out.writeUTF(place.name());
            }
            out.writeLong(Long.parseLong(place.account()));
        } catch (IOException impossible) {
            throw new IllegalStateException("cannot write into memory", impossible);
        }
        int whole = ITERATOR_BYTES - 8 + (place.name().length() + 2) / BLOCK * BLOCK - NONCE - TAG;
        int length = Math.max(whole, bytes.size() + (whole - bytes.size() & BLOCK - 1));
        return seal(Arrays.copyOf(bytes.toByteArray(), length));
    }

    /** @throws AwsError if it is none, or has expired */
    Iterator iterator(String text) {
        byte[] plain = open(text);
        if (plain == null) {
            throw Refusal.invalidArgument("Invalid ShardIterator.");
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
            long made = in.readLong();
            long created = in.readLong();
            int shard = in.readInt();
            long index = in.readLong();
            String stream = in.readUTF();
            String name = in.readByte() == 0 ? stream : in.readUTF();
            String account = String.format(Locale.ROOT, "%012d", in.readLong());
            if (clock.millis() - made > LIFE_MILLIS) {
                throw new AwsError("ExpiredIteratorException", "Iterator expired. The iterator" + expired(made));
            }
            return new Iterator(stream, created, name, account, shard, index);
        } catch (IOException other) {
            throw Refusal.invalidArgument("Invalid ShardIterator.");
        }
    }

    private String expired(long made) {
        return " was created at time " + TIME.format(Instant.ofEpochMilli(made)) + " while right now it is "
                + TIME.format(Instant.ofEpochMilli(clock.millis()))
                + " which is further in the future than the tolerated delay of " + LIFE_MILLIS + " milliseconds.";
    }

    /** A token that leads to the next page of an operation. */
    String token(String operation, String... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeLong(clock.millis());
            out.writeUTF(operation);
            out.writeInt(parts.length);
            for (String part : parts) {
                out.writeUTF(part);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("cannot write into memory", impossible);
        }
        return seal(bytes.toByteArray());
    }

    /**
     * The parts that a token was made of.
     *
     * @throws AwsError if it is none of that operation, or has expired
     */
    List<String> parts(String operation, String token) {
        byte[] plain = open(token);
        if (plain == null) {
            throw Refusal.invalidArgument("Invalid NextToken.");
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
            long made = in.readLong();
            if (!in.readUTF().equals(operation)) {
                throw Refusal.invalidArgument("Invalid NextToken.");
            }
            if (clock.millis() - made > LIFE_MILLIS) {
                throw new AwsError("ExpiredNextTokenException", "NextToken expired. The token" + expired(made));
            }
            List<String> parts = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                parts.add(in.readUTF());
            }
            return parts;
        } catch (IOException other) {
            throw Refusal.invalidArgument("Invalid NextToken.");
        }
    }

    private String seal(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        ByteBuffer sealed = ByteBuffer.allocate(8 + NONCE + plain.length + TAG);
        sealed.putLong(ITERATOR_HEAD).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(ByteBuffer.wrap(plain), sealed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot encrypt with AES-GCM", impossible);
        }
        return Base64.getEncoder().encodeToString(sealed.array());
    }

    /** Null if it was not sealed with this key. */
    private byte @Nullable [] open(String text) {
        try {
            byte[] sealed = Base64.getDecoder().decode(text);
            if (sealed.length < 8 + NONCE + TAG
                    || ByteBuffer.wrap(sealed).getLong() != ITERATOR_HEAD
                    || !Base64.getEncoder().encodeToString(sealed).equals(text)) {
                return null;
            }
            byte[] nonce = Arrays.copyOfRange(sealed, 8, 8 + NONCE);
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed, 8 + NONCE, sealed.length - 8 - NONCE);
        } catch (IllegalArgumentException | GeneralSecurityException changed) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        return cipher;
    }
}
