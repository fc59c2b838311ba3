package kpipe.stdlib.function;

import static kpipe.spi.ScalarFunction.ResultRule.BIGINT;
import static kpipe.spi.ScalarFunction.ResultRule.TEXT;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
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

    /** SHA1. */
    public static final class Sha1 extends Definition {
        public Sha1() {
            super(
                    Hashes.class,
                    "SHA1",
                    "The SHA-1 digest of a text in UTF-8 or of bytes, as 40 hexadecimal digits; against forgery it protects no longer.");
            takes(TEXT, "sha1", text("s"));
            takes(TEXT, "sha1", binary("s"));
            example("SHA1('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d");
        }
    }

    public static Text sha1(Text s) {
        return digest("SHA-1", s);
    }

    /** SHA2. */
    public static final class Sha2 extends Definition {
        public Sha2() {
            super(
                    Hashes.class,
                    "SHA2",
                    "The SHA-2 digest of 224, 256, 384 or 512 bits of a text in UTF-8 or of bytes, as hexadecimal digits.");
            takes(TEXT, "sha2", text("s"), integer("bits"));
            takes(TEXT, "sha2", binary("s"), integer("bits"));
            example("SHA2('abc', 224)", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
            example(
                    "SHA2('abc', 512)",
                    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
        }
    }

    public static Text sha2(Text s, long bits) {
        if (bits != 224 && bits != 256 && bits != 384 && bits != 512) {
            throw Failures.badArgument("SHA2 has 224, 256, 384 or 512 bits, not " + bits);
        }
        return digest("SHA-" + bits, s);
    }

    /** SHA512. */
    public static final class Sha512 extends Definition {
        public Sha512() {
            super(
                    Hashes.class,
                    "SHA512",
                    "The SHA-512 digest of a text in UTF-8 or of bytes, as 128 hexadecimal digits.");
            takes(TEXT, "sha512", text("s"));
            takes(TEXT, "sha512", binary("s"));
            example(
                    "SHA512('abc')",
                    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
        }
    }

    public static Text sha512(Text s) {
        return digest("SHA-512", s);
    }

    /** CRC32. */
    public static final class Crc32 extends Definition {
        public Crc32() {
            super(
                    Hashes.class,
                    "CRC32",
                    "The checksum CRC-32 of a text in UTF-8 or of bytes: a number from 0 to 4294967295.");
            takes(BIGINT, "crc32", text("s"));
            takes(BIGINT, "crc32", binary("s"));
            example("CRC32('123456789')", "3421780262");
        }
    }

    public static long crc32(Text s) {
        CRC32 checksum = new CRC32();
        checksum.update(s.bytes(), s.offset(), s.length());
        return checksum.getValue();
    }

    /** HEX. */
    public static final class Hex extends Definition {
        public Hex() {
            super(
                    Hashes.class,
                    "HEX",
                    "A text in UTF-8, bytes, or a whole number as hexadecimal digits in capitals; a negative number as its 64 bits.");
            alias("TO_HEX");
            takes(TEXT, "hex", integer("n"));
            takes(TEXT, "hex", text("s"));
            takes(TEXT, "hex", binary("s"));
            example("HEX('kpipe')", "6B70697065");
            example("HEX(255)", "FF");
        }
    }

    public static Text hex(Text s) {
        if (s.length() > kpipe.data.Type.MAX_VARCHAR / 2) {
            throw Strings.tooLong();
        }
        return Text.of(HexFormat.of().withUpperCase().formatHex(s.bytes(), s.offset(), Strings.end(s)));
    }

    public static Text hex(long number) {
        return Text.of(Long.toHexString(number).toUpperCase(java.util.Locale.ROOT));
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
