package io.lotse.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CompressorsTest {
    private final Compressors compressors = new Compressors();

    static byte[] unzip(Buffer body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1, false", "1, 1, true", "100000, 7919, false", "100000, 7919, true", "3000000, 65536, false"})
    void makesWhatUnzipsToTheSame(int length, int chunk, boolean flush) throws IOException {
        byte[] random = new byte[length];
        new Random(length).nextBytes(random);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + i % 23 % 7);
        }
        for (byte[] body : List.of(random, text)) {
            Gzip gzip = compressors.take(6);
            Buffer out = Buffer.buffer();
            for (int at = 0; at < length; at += chunk) {
                Buffer some = gzip.add(Buffer.buffer(body).slice(at, Math.min(length, at + chunk)), flush);
                if (some != null) {
                    out.appendBuffer(some);
                }
            }
            out.appendBuffer(gzip.end());
            // the second body takes the first one's compressor
            compressors.giveBack(gzip);
            assertThat(unzip(out)).isEqualTo(body);
        }
    }

    @Test
    void givesOutNoMoreThanItsBoundAndTakesThemAgain() {
        List<Gzip> all = new ArrayList<>();
        for (Gzip next = compressors.take(1); next != null; next = compressors.take(1)) {
            all.add(next);
        }
        assertThat(all).hasSize(256).doesNotHaveDuplicates();

        compressors.giveBack(all.remove(0));
        assertThat(compressors.take(1)).isNotNull();
        assertThat(compressors.take(1)).isNull();
    }
}
