package io.lotse.launcher.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SystemdServiceTest {
    private static Wish wish(String node, List<String> options) {
        return new Wish(
                node,
                List.of("/opt/lotse/lotse"),
                options,
                Path.of("/etc/lotse"),
                Map.of("LOTSE_HOME", "/var/lib/lotse"),
                "lotse",
                Duration.ofMinutes(1));
    }

    /** Who installs by hand, as the guide says, has what the command writes. */
    @Test
    void theUnitInTheSourcesIsTheOneThatIsInstalled() throws IOException {
        assertThat(SystemdService.text(wish(null, List.of()), false))
                .isEqualTo(Files.readString(Path.of("..", "systemd", "lotse.service")));
    }

    @Test
    void aDataFolderElsewhereMayBeWritten() {
        assertThat(SystemdService.text(wish("n1", List.of("--data", "/srv/a b")), false))
                .contains("ReadWritePaths=/var/lib/lotse /tmp /var/tmp \"/srv/a b\"\n")
                .contains("ExecStart=/opt/lotse/lotse start --no-detach --name n1 --data \"/srv/a b\"\n");
    }
}
