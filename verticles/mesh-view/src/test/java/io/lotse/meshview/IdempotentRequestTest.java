package io.lotse.meshview;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.registry.Deregistration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdempotentRequestTest {
    private record Content(String name, Map<String, String> labels) {}

    @Test
    void isTheSameForTheSameContentInWhateverOrder() {
        Content one = new Content("a", Map.of("x", "1", "y", "2", "z", "3"));
        Content two = new Content("a", new java.util.TreeMap<>(Map.of("z", "3", "y", "2", "x", "1")));

        assertThat(IdempotentRequest.of("op", "k", one)).isEqualTo(IdempotentRequest.of("op", "k", two));
    }

    @Test
    void differsByContentAndByOperation() {
        IdempotentRequest one = IdempotentRequest.of("op", "k", new Deregistration("a", null));

        assertThat(IdempotentRequest.of("op", "k", new Deregistration("b", null))
                        .fingerprint())
                .isNotEqualTo(one.fingerprint());
        assertThat(IdempotentRequest.of("other", "k", new Deregistration("a", null))
                        .requestId())
                .isNotEqualTo(one.requestId());
    }

    @Test
    void leavesNothingToRecogniseWithoutAKey() {
        assertThat(IdempotentRequest.of("op", null, new Deregistration("a", null))
                        .repeatable())
                .isFalse();
    }

    @Test
    void refusesAKeyThatIsEmptyOrTooLong() {
        Deregistration content = new Deregistration("a", null);

        assertThatThrownBy(() -> IdempotentRequest.of("op", " ", content)).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> IdempotentRequest.of("op", "k".repeat(256), content))
                .isInstanceOf(ContractException.class);
    }
}
