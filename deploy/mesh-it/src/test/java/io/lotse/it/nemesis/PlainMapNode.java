package io.lotse.it.nemesis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What many a team would write in an afternoon: a port registry on a plain Hazelcast map, with {@code putIfAbsent}. It
 * answers as a node of Lotse does and is started with the same options, so that the same clients and faults try it: they
 * must find it out.
 */
final class PlainMapNode {
    private static final String MANAGEMENT = "/api/v1/ipmanager/";
    private static final List<Integer> ANY = List.of(30_200, 31_999);

    private final IMap<Integer, String> owners;
    private final IMap<String, Integer> ports;
    private final IMap<String, Integer> config;

    private PlainMapNode(HazelcastInstance hazelcast) {
        owners = hazelcast.getMap("owners");
        ports = hazelcast.getMap("ports");
        config = hazelcast.getMap("config");
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        PlainMapNode node = new PlainMapNode(join(options));
        String address = options.get("--address");
        int port = Integer.parseInt(options.get("--control-port"));
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 100);
        server.createContext(MANAGEMENT, node::handle);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println("ready node=" + options.get("--name") + " gateway=http://" + address + " control=http://"
                + address + ":" + port + " members=1 ledger=none revision=0");
    }

    private static HazelcastInstance join(Map<String, String> options) {
        Config config = new Config();
        config.setClusterName("plain");
        Map.of(
                        "hazelcast.local.localAddress", options.get("--address"),
                        "hazelcast.socket.bind.any", "false",
                        "hazelcast.heartbeat.interval.seconds", "1",
                        "hazelcast.max.no.heartbeat.seconds", "8",
                        "hazelcast.merge.first.run.delay.seconds", "3",
                        "hazelcast.merge.next.run.delay.seconds", "3",
                        "hazelcast.operation.call.timeout.millis", "5000",
                        "hazelcast.phone.home.enabled", "false",
                        "hazelcast.logging.type", "none")
                .forEach(config::setProperty);
        config.getJetConfig().setEnabled(false);
        config.getMapConfig("*").setBackupCount(2);
        config.getNetworkConfig()
                .setPort(Integer.parseInt(options.get("--cluster-port")))
                .setPortAutoIncrement(false);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setMembers(List.of(options.get("--join").split(",")));
        return Hazelcast.newHazelcastInstance(config);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        JsonObject body =
                asked.length == 0 ? new JsonObject() : new JsonObject(new String(asked, StandardCharsets.UTF_8));
        String path = exchange.getRequestURI().getPath().substring(MANAGEMENT.length());
        try {
            switch (exchange.getRequestMethod() + " " + path) {
                case "POST register" -> register(exchange, body);
                case "POST deregister" -> deregister(exchange, body);
                case "PUT config" -> {
                    config.set("value", body.getInteger("heartbeat_timeout"));
                    say(exchange, 200, body);
                }
                case "GET config" ->
                    say(exchange, 200, new JsonObject().put("heartbeat_timeout", config.getOrDefault("value", 30)));
                case "GET services" -> say(exchange, 200, services());
                default -> say(exchange, 404, new JsonObject());
            }
        } catch (RuntimeException e) {
            say(exchange, 500, new JsonObject().put("detail", e.toString()));
        }
    }

    private void register(HttpExchange exchange, JsonObject body) throws IOException {
        String id = body.getString("service_id");
        Integer given = ports.get(id);
        JsonArray range = body.getJsonArray("port_range", new JsonArray(ANY));
        for (int port = range.getInteger(0); given == null && port <= range.getInteger(1); port++) {
            if (owners.putIfAbsent(port, id) == null) {
                given = port;
                ports.set(id, port);
            }
        }
        if (given == null) {
            say(exchange, 409, new JsonObject().put("code", "no-free-port"));
        } else {
            say(exchange, 201, new JsonObject().put("service_id", id).put("port", given));
        }
    }

    private void deregister(HttpExchange exchange, JsonObject body) throws IOException {
        Integer port = ports.remove(body.getString("service_id"));
        if (port != null) {
            owners.remove(port, body.getString("service_id"));
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private JsonObject services() {
        JsonArray items = new JsonArray();
        ports.entrySet()
                .forEach(instance -> items.add(
                        new JsonObject().put("service_id", instance.getKey()).put("port", instance.getValue())));
        return new JsonObject().put("items", items).putNull("next");
    }

    private static void say(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
