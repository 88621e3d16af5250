package io.lotse.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateKeyTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7, ::ffff:192.0.2.7, true",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::9, true",
        "2001:db8:0:1::1, 2001:DB8:0:1:0:0:0:2, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "::1, 127.0.0.1, false"
    })
    void countsAnIpv6NetworkAsOneClient(String one, String other, boolean together) {
        assertThat(RateKey.address(one).equals(RateKey.address(other))).isEqualTo(together);
    }

    @Test
    void copesWithASenderWithoutAddress() {
        assertThat(RateKey.address(null)).isEqualTo(RateKey.address(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ip", "header:", "header:a b", "header:a\r\nb", "token:x"})
    void refusesWhatIsNoKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateKey.parse(text, TrustedProxies.NONE))
                .withMessageContaining("'" + text + "' is no key: give client-address, token, header:NAME or route");
    }
}
