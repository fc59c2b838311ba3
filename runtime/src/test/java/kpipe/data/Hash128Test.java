package kpipe.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Hash128Test {

    @Test
    void shardsBeginWhereKinesisLetsThemBegin() {
        assertThat(Hash128.start(1, 3)).hasToString("113427455640312821154458202477256070485");
        assertThat(Hash128.start(2, 3)).hasToString("226854911280625642308916404954512140970");
        assertThat(Hash128.start(1, 2)).hasToString("170141183460469231731687303715884105728");
        assertThat(Hash128.start(0, 5)).hasToString("0");
    }

    @Test
    void keysHashAsInKinesis() {
        // With three shards key `a` falls into shard 0, `b` and `f` into 1, `e` into 2.
        assertThat(shard("a")).isZero();
        assertThat(shard("b")).isEqualTo(1);
        assertThat(shard("f")).isEqualTo(1);
        assertThat(shard("e")).isEqualTo(2);
    }

    private static int shard(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        Md5 md5 = new Md5();
        md5.digest(bytes, 0, bytes.length);
        Hash128 hash = new Hash128(md5.high(), md5.low());
        int shard = 2;
        while (hash.compareTo(Hash128.start(shard, 3)) < 0) {
            shard--;
        }
        return shard;
    }

    @Test
    void md5IsThatOfTheJdkForEveryLength() throws Exception {
        Random random = new Random(17);
        MessageDigest jdk = MessageDigest.getInstance("MD5");
        Md5 md5 = new Md5();
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length + 5];
            random.nextBytes(bytes);
            jdk.update(bytes, 3, length);
            md5.digest(bytes, 3, length);
            assertThat(new Hash128(md5.high(), md5.low()))
                    .as("length %s", length)
                    .hasToString(new BigInteger(1, jdk.digest()).toString());
        }
    }
}
