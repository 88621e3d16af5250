package io.lotse.perf.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ledger.LedgerKeys;

/** etcd with one member, asked by its gRPC-JSON gateway: puts both keys if the port's is absent. */
final class Etcd extends HttpContender {
    private Etcd(String name, int port, Process process) {
        super(name, port, process);
    }

    static Etcd start(Path folder, String version) throws IOException, InterruptedException {
        int port = Processes.freePort();
        String clients = "http://127.0.0.1:" + port;
        String peers = "http://127.0.0.1:" + Processes.freePort();
        Process process = Processes.start(
                folder.resolve("etcd.log"),
                "etcd",
                "--data-dir",
                folder.resolve("etcd").toString(),
                "--listen-client-urls",
                clients,
                "--advertise-client-urls",
                clients,
                "--listen-peer-urls",
                peers,
                "--initial-advertise-peer-urls",
                peers,
                "--initial-cluster",
                "default=" + peers);
        Etcd etcd = new Etcd(version, port, process);
        etcd.awaitReady("/health");
        return etcd;
    }

    @Override
    public Future<?> allocate(int number) {
        String key = base64(Allocations.key(number));
        JsonObject absent =
                new JsonObject().put("key", key).put("target", "CREATE").put("create_revision", "0");
        JsonArray puts = new JsonArray()
                .add(put(key, Allocations.allocation(number)))
                .add(put(base64(LedgerKeys.instance(Allocations.id(number))), Allocations.instance(number)));
        JsonObject transaction =
                new JsonObject().put("compare", new JsonArray().add(absent)).put("success", puts);
        return post("/v3/kv/txn", 200, transaction.toBuffer()).map(answer -> {
            if (!answer.toJsonObject().getBoolean("succeeded", false)) {
                throw new IllegalStateException("etcd did not allocate: " + answer);
            }
            return answer;
        });
    }

    private static JsonObject put(String key, Map<String, Object> value) {
        String encoded = base64(new JsonObject(value).encode());
        return new JsonObject()
                .put("request_put", new JsonObject().put("key", key).put("value", encoded));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
