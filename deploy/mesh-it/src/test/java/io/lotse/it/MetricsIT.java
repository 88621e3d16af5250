package io.lotse.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.NeedsProgram;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** What a node shows to Prometheus, by the judgement of Prometheus. */
@NeedsProgram(value = MetricsIT.PROMTOOL, install = "apt-get install prometheus")
class MetricsIT {
    static final String PROMTOOL = "promtool";

    @Test
    void prometheusFindsNothingWrongWithTheFiguresOfANodeThatServes(@TempDir Path home) throws Exception {
        try (Mesh mesh = new Mesh(home)) {
            NodeProcess node = mesh.start("a");
            mesh.serve(node, "orders");
            soon(() -> assertThat(Http.status(node.gateway() + "/api/orders/")).isEqualTo(200));
            soon(() -> assertThat(page(node)).contains("lotse_gateway_instance_requests_total{"));

            String page = page(node);

            assertThat(page.lines().filter(line -> line.startsWith("process_")).map(line -> line.split(" ")[0]))
                    .contains(
                            "process_cpu_seconds_total",
                            "process_start_time_seconds",
                            "process_resident_memory_bytes",
                            "process_open_fds",
                            "process_max_fds");
            assertThat(page).contains("lotse_gateway_requests_total{route=\"orders\",status=\"2xx\"}");
            assertThat(complaints(page, home)).isEmpty();
        }
    }

    private static String page(NodeProcess node) {
        return Http.get(node.control() + "/metrics").body();
    }

    /** What {@code promtool} says of the page; nothing if all is well. */
    private static String complaints(String page, Path home) throws IOException, InterruptedException {
        Path file = Files.writeString(home.resolve("metrics.txt"), page);
        Path said = home.resolve("said.txt");
        Process promtool = new ProcessBuilder(
                        NeedsProgram.Condition.find(PROMTOOL).orElseThrow().toString(), "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).as("promtool ends").isTrue();
        return promtool.exitValue() == 0 ? "" : Files.readString(said) + " (exit " + promtool.exitValue() + ")";
    }
}
