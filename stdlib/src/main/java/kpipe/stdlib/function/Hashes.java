package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import kpipe.data.RowException;
import kpipe.data.Text;
import kpipe.stdlib.format.Utf8;

/** Digests and encodings of bytes. Stateless. */
public final class Hashes {

    private Hashes() {}

    /** MD5. */
    public static final class Md5 extends Definition {
        public Md5() {
            super(Hashes.class, "MD5", "The MD5 digest of a text in UTF-8 or of bytes, as 32 hexadecimal digits.");
            takes(TEXT, "md5", text("s"));
            takes(TEXT, "md5", binary("s"));
            example("MD5('abc')", "900150983cd24fb0d6963f7d28e17f72");
        }
    }

    public static Text md5(Text s) {
        return digest("MD5", s);
    }

    /** SHA256. */
    public static final class Sha256 extends Definition {
        public Sha256() {
            super(
                    Hashes.class,
                    "SHA256",
                    "The SHA-256 digest of a text in UTF-8 or of bytes, as 64 hexadecimal digits.");
            takes(TEXT, "sha256", text("s"));
            takes(TEXT, "sha256", binary("s"));
            example("SHA256('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    public static Text sha256(Text s) {
        return digest("SHA-256", s);
    }

    private static Text digest(String algorithm, Text s) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(s.bytes(), s.offset(), s.length());
            return Text.of(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** TO_BASE64. */
    public static final class ToBase64 extends Definition {
        public ToBase64() {
            super(Hashes.class, "TO_BASE64", "A text in UTF-8 or bytes as Base64.");
            takes(TEXT, "toBase64", text("s"));
            takes(TEXT, "toBase64", binary("s"));
            example("TO_BASE64('abc')", "YWJj");
        }
    }

    public static Text toBase64(Text s) {
        return Text.of(Base64.getEncoder().encode(Strings.copy(s)));
    }

    /** FROM_BASE64. */
    public static final class FromBase64 extends Definition {
        public FromBase64() {
            super(Hashes.class, "FROM_BASE64", "The text that Base64 stands for.");
            takes(TEXT, "fromBase64", text("s"));
            example("FROM_BASE64('YWJj')", "abc");
        }
    }

    public static Text fromBase64(Text s) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(Strings.copy(s));
        } catch (IllegalArgumentException e) {
            throw new RowException("BAD_ARGUMENT", "the text is no Base64");
        }
        if (Utf8.invalidAt(bytes, 0, bytes.length) >= 0) {
            throw new RowException("BAD_ARGUMENT", "what the Base64 stands for is no text in UTF-8");
        }
        return Text.of(bytes);
    }
}
