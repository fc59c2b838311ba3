package kpipe.endpoint.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate that the endpoint makes for itself: for {@code localhost}, the loopback addresses and its own host, good for ten years. Kept in {@code endpoint.p12}, which only its owner may read, so its password
 * protects nothing and is no secret; beside it {@code endpoint.pem}, the certificate alone, for clients to trust ({@code AWS_CA_BUNDLE}).
 */
final class SelfSigned {

    static final String PASSWORD = "kpipe-endpoint";

    private static final String KEY_FILE = "endpoint.p12";
    private static final String CERTIFICATE_FILE = "endpoint.pem";
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));

    private SelfSigned() {}

    /** The key file of a folder, made now if it is not there. */
    static Path in(Path folder, String host, Instant now) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(KEY_FILE);
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Certificate certificate = certificate(keys, host, now);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("endpoint", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD.toCharArray());
        place(file, bytes.toByteArray(), "rw-------");
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        place(folder.resolve(CERTIFICATE_FILE), pem.getBytes(StandardCharsets.US_ASCII), "rw-r--r--");
        return file;
    }

    /** Writes a file whole or not at all, with these permissions where the file system has such. */
    private static void place(Path file, byte[] bytes, String permissions) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(unfinished, attributes);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("Another process writes " + file + ".", e);
        }
        Files.write(unfinished, bytes);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Certificate certificate(KeyPair keys, String host, Instant now)
            throws IOException, GeneralSecurityException {
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.identifier("2.5.4.3"), Der.text("kpipe endpoint"))));
        byte[] publicKey = keys.getPublic().getEncoded();
        byte[] described = Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, new SecureRandom())),
                ECDSA_WITH_SHA256,
                name,
                Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(LIFE))),
                name,
                publicKey,
                Der.tagged(0xA3, extensions(publicKey, host)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(described);
        byte[] certificate = Der.sequence(described, ECDSA_WITH_SHA256, Der.bits(signature.sign(), 0));
        try (InputStream in = new ByteArrayInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static byte[] extensions(byte[] publicKey, String host) throws IOException, GeneralSecurityException {
        byte[] keyId = MessageDigest.getInstance("SHA-1").digest(publicKey);
        byte[] signsCertificatesAndMore = {(byte) 0x84};
        return Der.sequence(
                extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                extension("2.5.29.15", true, Der.bits(signsCertificatesAndMore, 2)),
                extension("2.5.29.37", false, Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.1"))),
                extension("2.5.29.14", false, Der.octets(keyId)),
                extension("2.5.29.35", false, Der.sequence(Der.tagged(0x80, keyId))),
                extension("2.5.29.17", false, names(host)));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.identifier(identifier), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.identifier(identifier), Der.octets(value));
    }

    private static byte[] names(String host) throws IOException {
        List<byte[]> names = new ArrayList<>();
        names.add(Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII)));
        names.add(Der.tagged(0x87, InetAddress.getByName("127.0.0.1").getAddress()));
        names.add(Der.tagged(0x87, InetAddress.getByName("::1").getAddress()));
        InetAddress own = InetAddress.getByName(host);
        if (!own.isLoopbackAddress() && !own.isAnyLocalAddress()) {
            names.add(Der.tagged(0x87, own.getAddress()));
        }
        if (host.matches(".*[A-Za-z].*") && host.indexOf(':') < 0 && !host.equals("localhost")) {
            names.add(Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII)));
        }
        return Der.sequence(names.toArray(byte[][]::new));
    }
}
