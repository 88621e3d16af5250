package io.lotse.perf.ledger;

import java.io.IOException;
import java.nio.file.Path;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Eureka: a registration of an instance, in memory; it knows no allocations and keeps nothing on a disk. */
final class Eureka extends HttpContender {
    private Eureka(String name, int port, Process process) {
        super(name, port, process);
    }

    static Eureka start(Path folder, String classPath) throws IOException, InterruptedException {
        int port = Processes.freePort();
        Process process = Processes.start(
                folder.resolve("eureka.log"),
                Processes.JAVA,
                "-Xmx256m",
                "-cp",
                classPath,
                "io.lotse.perf.eureka.EurekaMain",
                "--server.port=" + port);
        Eureka eureka = new Eureka("Eureka 4.3 (in memory)", port, process);
        eureka.awaitReady("/eureka/apps");
        return eureka;
    }

    @Override
    public Future<?> allocate(int number) {
        JsonObject port = new JsonObject().put("$", 20_000 + number % 40_000).put("@enabled", "true");
        JsonObject instance = new JsonObject()
                .put("instanceId", Allocations.id(number))
                .put("hostName", "127.0.0.1")
                .put("app", "ORDERS")
                .put("ipAddr", "127.0.0.1")
                .put("status", "UP")
                .put("port", port)
                .put("healthCheckUrl", "http://127.0.0.1/health")
                .put(
                        "dataCenterInfo",
                        new JsonObject()
                                .put("@class", "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo")
                                .put("name", "MyOwn"));
        return post(
                "/eureka/apps/ORDERS",
                204,
                new JsonObject().put("instance", instance).toBuffer());
    }
}
