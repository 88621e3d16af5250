package io.lotse.it;

import java.nio.file.Path;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testsupport.Bus;
import io.lotse.testsupport.DockerEngine;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** A container as a user of a node meets it. The engine is a stand-in on a real socket; what listens at its port is real. */
class DockerIT {
    private static final String SAYS = "from a container";

    @Test
    void aContainerIsCalledThroughTheGatewayWhileItRuns(@TempDir Path home) {
        Vertx vertx = Vertx.vertx();
        Path socket = home.resolve("docker.sock");
        try (DockerEngine engine = new DockerEngine(vertx, socket).start();
                Mesh mesh = new Mesh(home)) {
            HttpServer web = Bus.wait(vertx.createHttpServer()
                    .requestHandler(request -> request.response().end(SAYS))
                    .listen(0, "127.0.0.1"));
            engine.has(container(web.actualPort()));
            NodeProcess node = mesh.start("a", "--docker", "all", "--docker-socket", socket.toString());
            String url = node.gateway() + "/api/web/";

            soon(() -> assertThat(Http.get(url).body()).isEqualTo(SAYS));
            assertThat(mesh.lotse()
                            .run("services", "--control", node.control())
                            .succeeded()
                            .out())
                    .contains("docker:", ":c0ffee:8080", "127.0.0.1:" + web.actualPort());

            engine.die("c0ffee");
            soon(() -> assertThat(Http.status(url)).isEqualTo(404));
        } finally {
            Bus.wait(vertx.close());
        }
    }

    private static JsonObject container(int port) {
        return new JsonObject()
                .put("Id", "c0ffee")
                .put("Names", JsonArray.of("/shop-web-1"))
                .put("Image", "shop-web")
                .put("State", "running")
                .put("Status", "Up 2 seconds")
                .put("Labels", JsonObject.of("com.docker.compose.project", "shop", "com.docker.compose.service", "web"))
                .put(
                        "Ports",
                        JsonArray.of(new JsonObject()
                                .put("IP", "127.0.0.1")
                                .put("PrivatePort", 8080)
                                .put("PublicPort", port)
                                .put("Type", "tcp")));
    }
}
