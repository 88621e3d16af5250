package io.lotse.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanGatewayTest {
    private static final String HEADER = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n";

    @TempDir
    private Path folder;

    @Test
    void readsTheDefaultRoute() throws IOException {
        assertThat(LanGateway.read(routes(HEADER
                        + "eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\n"
                        + "eth0\t00000000\tFE01A8C0\t0003\t0\t0\t0\t00000000\n")))
                .contains("192.168.1.254");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                HEADER,
                HEADER + "eth0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\n",
                HEADER + "eth0\t00000000\tnonsense\t0003\n",
                HEADER + "\u0000\n\n",
            })
    void findsNoneWhereNoneIsTold(String text) throws IOException {
        assertThat(LanGateway.read(routes(text))).isEmpty();
    }

    @Test
    void findsNoneWhereTheSystemHasNoSuchFile() {
        assertThat(LanGateway.read(folder.resolve("absent"))).isEmpty();
    }

    private Path routes(String text) throws IOException {
        return Files.writeString(folder.resolve("route"), text);
    }
}
