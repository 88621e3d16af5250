package io.lotse.gateway;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9110, 12.5.3. */
class AcceptedCodingsTest {
    private static AcceptedCodings of(String... lines) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String line : lines) {
            headers.add("accept-encoding", line);
        }
        return AcceptedCodings.of(headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "*",
                "br, gzip",
                "deflate , gzip;q=0.001",
                "gzip;q=1.000",
                "gzip ; Q=0.5, identity;q=0.5",
                "identity;q=0.4, *;q=0.5",
                "br;q=0, *"
            })
    void takesGzipForWhoAcceptsIt(String accepted) {
        assertThat(of(accepted)).isEqualTo(new AcceptedCodings(true, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "br",
                "identity",
                "gzip;q=0",
                "gzip;q=0.000",
                "gzip;q=0, *",
                "*;q=0",
                "identity;q=0",
                "gzip;q=0.5, identity",
                "gzip;q=0.5, *",
                "gzip;q=2",
                "gzip;q=0.1234",
                "gzip;q=",
                "gzip;level=9",
                "gzipped"
            })
    void takesThePlainBodyForWhoDoesNotOrLikesItBetter(String accepted) {
        assertThat(of(accepted)).isEqualTo(new AcceptedCodings(false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, identity;q=0", "gzip, *;q=0", "*, identity;q=0"})
    void knowsWhoTakesNoPlainBody(String accepted) {
        assertThat(of(accepted)).isEqualTo(new AcceptedCodings(true, true));
    }

    @Test
    void readsSeveralLinesAsOneListAndNoneAsNoWish() {
        assertThat(of("br", "gzip").gzip()).isTrue();
        assertThat(of("gzip", "identity;q=0").onlyCoded()).isTrue();
        assertThat(of().gzip()).isFalse();
    }
}
