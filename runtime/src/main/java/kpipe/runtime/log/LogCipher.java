package kpipe.runtime.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts the records of frames with AES-GCM (NIST SP 800-38D), each under a nonce of its own. Thread-safe. */
public final class LogCipher {

    /** How many bytes a frame grows by. */
    static final int TAG = 16;

    private static final int NONCE = 12;

    private final SecretKey key;
    private final byte[] fingerprint;

    /** @param key 16, 24 or 32 bytes */
    public LogCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("kpipe shard log key".getBytes(StandardCharsets.US_ASCII));
            fingerprint = Arrays.copyOf(digest.digest(key), 8);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java has no SHA-256", absent);
        }
    }

    /** Tells one key from another, and nothing more about it; 8 bytes. */
    byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** @param salt 8 random bytes of the segment, @param position where the frame stands in it, which no other frame of that segment ever does */
    void encrypt(byte[] salt, long position, ByteBuffer plain, ByteBuffer into) {
        try {
            cipher(Cipher.ENCRYPT_MODE, salt, position).doFinal(plain, into);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot encrypt with AES-GCM", impossible);
        }
    }

    /** False if the bytes are not those that were encrypted with this key. */
    boolean decrypt(byte[] salt, long position, ByteBuffer encrypted, ByteBuffer into) {
        try {
            cipher(Cipher.DECRYPT_MODE, salt, position).doFinal(encrypted, into);
            return true;
        } catch (AEADBadTagException wrong) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot decrypt with AES-GCM", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] salt, long position) throws GeneralSecurityException {
        // A segment holds far fewer than 2^32 frames' worth of bytes, so salt and position make a nonce that is used
        // once.
        byte[] nonce = ByteBuffer.allocate(NONCE)
                .put(salt, 0, 8)
                .putInt((int) position)
                .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        return cipher;
    }
}
