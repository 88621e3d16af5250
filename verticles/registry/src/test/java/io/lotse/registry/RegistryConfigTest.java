package io.lotse.registry;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistryConfigTest {
    @Test
    void refusesWhatIsMissingOrUnknown() {
        assertThatThrownBy(() -> new RegistryConfig(" ", "node-1", "host-a", "development"))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("node_id");
        assertThatThrownBy(() -> new RegistryConfig("id", "node-1", null, "development"))
                .hasMessageContaining("host");
        assertThatThrownBy(() -> new RegistryConfig("id", "node-1", "host-a", "staging"))
                .hasMessageContaining("staging");
    }
}
