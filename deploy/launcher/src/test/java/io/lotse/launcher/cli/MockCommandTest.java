package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MockCommandTest extends RunSetup {
    private static final String DOCUMENT =
            """
            openapi: 3.1.0
            info: {title: Shop, version: "1"}
            paths: {/a: {get: {responses: {"200": {description: d, content: {text/plain: {example: made up}}}}}}}
            """;

    private Path document() throws IOException {
        return Files.writeString(folder.resolve("shop.yaml"), DOCUMENT);
    }

    @Test
    void isRegisteredWithAPortThatIsFreeAndTellsWhoReplacesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            control.offered.add(taken.getLocalPort());
            String file = document().toString();
            CompletableFuture<Integer> run =
                    CompletableFuture.supplyAsync(() -> execute(List.of("mock", "shop", "--openapi", file)));
            await().until(() -> control.heard("POST " + Paths.HEARTBEAT + "shop-1") > 1);

            Instance mock = control.instances.get("shop-1");
            assertThat(mock.metadata()).containsEntry("lotse.mock", "true").containsEntry("openapi", "/openapi.json");
            assertThat(mock.port()).isNotEqualTo(taken.getLocalPort());
            assertThat(get(mock.port(), "/a")).isEqualTo("made up");
            assertThat(err.toString()).contains("mock of shop in development at 127.0.0.1:" + mock.port());

            control.instances.put("real-1", real());
            await().until(() -> err.toString().contains("replaced: real-1 of shop is active"));
            control.instances.remove("real-1");
            await().until(() -> err.toString().contains("the mock answers again"));

            control.unwanted = ProblemCode.UNKNOWN_ENVIRONMENT;
            control.instances.clear();
            assertThat(run.join()).isEqualTo(ExitCode.REFUSED);
        }
    }

    private static Instance real() {
        RegisteredInstance registered = new RegisteredInstance(
                "real-1",
                "shop",
                null,
                "127.0.0.1",
                "h",
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                null,
                null,
                "development",
                List.of(),
                null,
                Map.of(),
                Instant.EPOCH,
                false);
        return Instance.of(registered, 9_000, true, null, 1);
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void saysInALineWhatIsWrongWithItsFileAndRegistersNothing() {
        assertThat(execute(List.of(
                        "mock", "shop", "--openapi", folder.resolve("none.yaml").toString())))
                .isEqualTo(ExitCode.REFUSED);

        assertThat(err.toString()).contains("none.yaml: there is no such file").hasLineCount(1);
        assertThat(control.instances).isEmpty();
    }

    @Test
    void wantsToKnowWhereItsAnswersComeFrom() throws IOException {
        assertThat(execute(List.of("mock", "shop"))).isEqualTo(ExitCode.USAGE);
        assertThat(execute(List.of("mock", "shop", "--openapi", document().toString(), "--to", "http://h")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--openapi").contains("--to is for --record");
    }

    @Test
    void recordsTheServiceByTheGatewayOnlyWhereThereIsOne() {
        assertThat(execute(List.of(
                        "mock", "shop", "--record", folder.resolve("r.jsonl").toString())))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("no node of the mesh has a gateway: say with --to where the service is");
    }
}
