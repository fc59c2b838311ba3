package kpipe.runtime.log;

import java.security.SecureRandom;

/** Makes the 8 bytes by which the nonces of one segment differ from those of all others. */
@FunctionalInterface
interface Salts {

    byte[] next();

    /** From the system's source of randomness. */
    static Salts random() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] salt = new byte[8];
            random.nextBytes(salt);
            return salt;
        };
    }
}
