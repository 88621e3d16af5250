package io.lotse.docker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiVersionTest {
    @ParameterizedTest
    @CsvSource({"1.43, 1.12, 1.43", "1.41, 1.12, 1.41", "1.52, 1.24, 1.43", "1.52, 1.44, 1.44", "1.41, , 1.41"})
    void speaksItsOwnVersionElseTheNearestThatTheEngineHas(String newest, String oldest, String spoken) {
        assertThat(ApiVersion.negotiated(newest, oldest)).hasToString(spoken);
    }

    @Test
    void refusesAnEngineThatIsTooOldAndWhatIsNone() {
        assertThatThrownBy(() -> ApiVersion.negotiated("1.18", "1.12")).hasMessageContaining("1.24 or newer");
        assertThatThrownBy(() -> ApiVersion.negotiated(null, null)).hasMessageContaining("no Docker engine");
        assertThatThrownBy(() -> ApiVersion.negotiated("7", null)).hasMessageContaining("no Docker engine");
    }
}
