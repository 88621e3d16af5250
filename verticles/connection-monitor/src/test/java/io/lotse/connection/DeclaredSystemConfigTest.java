package io.lotse.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeclaredSystemConfigTest {
    @Test
    void anExistingFileIsReadAsItIs() throws IOException {
        DeclaredSystemConfig file = DeclaredSystemConfig.read("\uFEFF" + existing());

        assertThat(file.mistakes()).isEmpty();
        assertThat(file.warnings())
                .satisfiesExactly(w -> assertThat(w).startsWith("ConnectionMonitor.ScriptPath: is replaced"));
        SystemConfig config = file.config();
        assertThat(config.times().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.recovery().maxRestartAttempts()).isEqualTo(5);
        assertThat(config.mode()).isEqualTo(SystemConfig.Mode.BACKGROUND);
        assertThat(config.servicesToMonitor()).containsExactly("frontend", "api-gateway-simple");
        assertThat(config.portForwards())
                .hasSize(7)
                .containsEntry("frontend", List.of(8080, 8081, 8082, 8083, 8084))
                .containsEntry("frontend-custom", List.of(8082, 8182, 8282, 8382, 8482))
                .containsEntry("frontend-react", List.of(8090, 8091, 8092, 8093, 8094))
                .containsEntry("grafana", List.of(3000, 3001, 3002, 3003, 3004))
                .containsEntry("jaeger", List.of(16686, 16687, 16688, 16689, 16690))
                .containsEntry("api-gateway-simple", List.of(8085, 8185, 8285, 8385, 8485))
                .containsEntry("service-mesh-dashboard", List.of(8095, 8195, 8295, 8395, 8495));
    }

    @Test
    void whatIsNotKnownIsWarnedOf() {
        DeclaredSystemConfig file = DeclaredSystemConfig.read(
                """
                {"Logging": {}, "ConnectionMonitor": {"Enabeld": true,
                 "PortForwardConfig": {"a": {"PrimaryPort": 1, "Namespace": "x"}}}}
                """);

        assertThat(file.mistakes()).isEmpty();
        assertThat(file.warnings())
                .anySatisfy(w -> assertThat(w).startsWith("Logging: is not read"))
                .anySatisfy(w -> assertThat(w).startsWith("ConnectionMonitor.Enabeld: is not read"))
                .anySatisfy(w -> assertThat(w).startsWith("ConnectionMonitor.PortForwardConfig.a.Namespace"));
    }

    @Test
    void allMistakesAreToldAtOnce() {
        DeclaredSystemConfig file = DeclaredSystemConfig.read(
                """
                {"ConnectionMonitor": {"Enabled": "yes", "CheckInterval": 0, "MaxRestartAttempts": 1.5,
                 "ServicesToMonitor": [1], "PortForwardConfig": {"a": {"PrimaryPort": 0}, "b": 1}}}
                """);

        assertThat(file.mistakes()).hasSize(6);
        assertThat(DeclaredSystemConfig.read("[]").mistakes()).hasSize(1);
    }

    @Test
    void withoutAutoStartNothingIsRestarted() {
        SystemConfig config = DeclaredSystemConfig.read("{\"ConnectionMonitor\": {\"AutoStart\": false}}")
                .config();

        assertThat(config.recovery().maxRestartAttempts()).isZero();
    }

    @Test
    void aModeIsKnownHoweverItIsWritten() {
        assertThat(mode("Ports-Only").config().mode()).isEqualTo(SystemConfig.Mode.PORTS_ONLY);
        assertThat(mode("PortsOnly").config().recovery().maxRestartAttempts()).isZero();
        assertThat(mode("Scheduled Task").config().mode()).isEqualTo(SystemConfig.Mode.SCHEDULED);
        assertThat(mode("DAEMON").config().mode()).isEqualTo(SystemConfig.Mode.SERVICE);
    }

    @Test
    void aModeThatIsNotKnownIsWarnedOf() {
        assertThat(mode("Fast").config().mode()).isNull();
        assertThat(mode("Fast").mistakes()).isEmpty();
        assertThat(mode("Fast").warnings())
                .singleElement()
                .asString()
                .startsWith("ConnectionMonitor.Mode: is Fast, which is not known");
    }

    private static DeclaredSystemConfig mode(String mode) {
        return DeclaredSystemConfig.read("{\"ConnectionMonitor\": {\"Mode\": \"" + mode + "\"}}");
    }

    private static String existing() throws IOException {
        try (InputStream in = DeclaredSystemConfigTest.class.getResourceAsStream("/system_config.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
