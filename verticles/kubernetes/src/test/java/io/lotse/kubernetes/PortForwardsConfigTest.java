package io.lotse.kubernetes;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.FieldError;
import io.lotse.kubernetes.KubernetesConfig.PortForward;

import static org.assertj.core.api.Assertions.assertThat;

class PortForwardsConfigTest {
    @Test
    void theNameIsTheServiceUnlessItSaysAnother() {
        PortForwardsConfig read = PortForwardsConfig.read(Map.of(
                "grafana", Map.of("port", 3000, "alternatives", List.of(3001, 3002)),
                "traces",
                        Map.of(
                                "port",
                                16686,
                                "namespace",
                                "monitoring",
                                "service",
                                "jaeger-query",
                                "service_port",
                                "ui")));

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.forwards())
                .containsExactlyInAnyOrder(
                        new PortForward("grafana", null, "grafana", null, List.of(3000, 3001, 3002)),
                        new PortForward("traces", "monitoring", "jaeger-query", "ui", List.of(16686)));
        assertThat(PortForwardsConfig.read(null).forwards()).isEmpty();
    }

    @Test
    void eachMistakeIsToldWithWhereItStands() {
        PortForwardsConfig read = PortForwardsConfig.read(Map.of(
                "a", 3000,
                "b", Map.of("port", 70_000),
                "c", Map.of("service", "x"),
                "d", Map.of("port", "http"),
                "e", Map.of("port", 1, "alternative", List.of())));

        assertThat(read.forwards()).isEmpty();
        assertThat(read.mistakes())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "port_forwards.a",
                        "port_forwards.b",
                        "port_forwards.c",
                        "port_forwards.d.port",
                        "port_forwards.e.alternative");
        assertThat(PortForwardsConfig.read(List.of()).mistakes()).hasSize(1);
    }
}
