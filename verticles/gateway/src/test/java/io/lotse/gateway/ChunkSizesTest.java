package io.lotse.gateway;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkSizesTest {
    private final ChunkSizes chunks = new ChunkSizes();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000003",
                "10000000000000003\r\n",
                "000000003\r\n",
                "3\r\nabc\r\n100000003\r\n",
                "A;x=1\r\n0123456789\r\n123456789"
            })
    void refusesMoreThanEightDigitsHoweverTheyCome(String body) {
        assertThat(refusedAtEachByte(body)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\r\nabc\r\n0\r\n\r\n",
                "a;long=123456789abcdef\r\n1234567890\r\n0\r\nX: 123456789abcdef\r\n\r\n",
                "0000000f\r\n123456789abcdef\r\n0\r\n\r\n"
            })
    void takesDigitsElsewhereForWhatTheyAre(String body) {
        assertThat(refusedAtEachByte(body)).isFalse();
    }

    @Test
    void seesItBeforeAnythingIsTaken() {
        assertThat(chunks.refuse(bytes("123456789\r\n"))).isTrue();
        assertThat(chunks.refuse(bytes("12345678\r\n"))).isFalse();
        assertThat(chunks.refuse(bytes("12345678"))).isFalse();
    }

    /** Lets one byte more be seen each time, as from a client that sends them one by one. */
    private boolean refusedAtEachByte(String body) {
        ByteBuf in = bytes(body);
        for (int i = 0; i < body.length(); i++) {
            ByteBuf seen = in.slice(0, i + 1).readerIndex(i);
            if (chunks.refuse(seen)) {
                return true;
            }
            chunks.taken(seen, i, i + 1);
        }
        return false;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
