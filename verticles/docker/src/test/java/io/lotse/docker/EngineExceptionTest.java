package io.lotse.docker;

import java.io.FileNotFoundException;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EngineExceptionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect(..) failed: No such file or directory: /s | there is no /s: start Docker",
                "connect(..) failed with error(-13): Permission denied: /s | a member of the group",
                "Permission denied: /s | a member of the group",
                "finishConnect(..) failed: Connection refused: /s | nobody listens at /s: start Docker",
                "who knows | /s cannot be reached: who knows",
            })
    void saysWhatToDoWhereThereIsNoConnection(String said, String told) {
        assertThat(EngineException.unreachable("/s", new IOException(said))).hasMessageContaining(told);
    }

    @Test
    void saysWhatToDoWhereEpollSaysByTheTypeAloneThatThereIsNoSocket() {
        assertThat(EngineException.unreachable("/s", new FileNotFoundException()))
                .hasMessageContaining("there is no /s: start Docker");
    }
}
