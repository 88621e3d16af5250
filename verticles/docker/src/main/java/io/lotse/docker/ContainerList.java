package io.lotse.docker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.docker.Container.Health;
import io.lotse.docker.Container.Port;

/** The engine's answer to {@code GET /containers/json}: what is not there, or is of another type, is passed over. */
final class ContainerList {
    private ContainerList() {}

    /**
     * The containers that run or are paused.
     *
     * @throws DecodeException if it is no list of containers
     */
    static List<Container> read(String json) {
        JsonArray items;
        try {
            items = new JsonArray(json);
        } catch (ClassCastException e) {
            throw new DecodeException("it is no list", e);
        }
        List<Container> containers = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof JsonObject each && text(each, "Id") != null && runs(each)) {
                containers.add(container(each));
            }
        }
        return containers;
    }

    /** One between two starts of a crash loop has neither ports nor addresses. */
    private static boolean runs(JsonObject each) {
        String state = text(each, "State");
        return "running".equals(state) || "paused".equals(state);
    }

    private static Container container(JsonObject each) {
        String image = text(each, "Image");
        return new Container(
                text(each, "Id"),
                name(each),
                image == null ? "" : image,
                labels(object(each, "Labels")),
                "paused".equals(text(each, "State")),
                health(each),
                ports(each),
                addresses(object(object(each, "NetworkSettings"), "Networks")));
    }

    /** Links give a container further names, which have two slashes. */
    private static String name(JsonObject each) {
        for (Object name : array(each, "Names")) {
            if (name instanceof String text && text.lastIndexOf('/') <= 0) {
                return text.startsWith("/") ? text.substring(1) : text;
            }
        }
        return text(each, "Id");
    }

    /** Engines from 1.52 of the API on say it in a field, the older ones for people: {@code Up 2 hours (healthy)}. */
    private static Health health(JsonObject each) {
        String said = text(object(each, "Health"), "Status");
        String status = said != null ? said : String.valueOf(text(each, "Status"));
        if (status.contains("unhealthy")) {
            return Health.UNHEALTHY;
        }
        if (status.contains("healthy")) {
            return Health.HEALTHY;
        }
        return status.contains("starting") ? Health.STARTING : Health.NONE;
    }

    private static Map<String, String> labels(JsonObject said) {
        Map<String, String> labels = new HashMap<>();
        for (String key : said.fieldNames()) {
            if (said.getValue(key) instanceof String value) {
                labels.put(key, value);
            }
        }
        return labels;
    }

    private static List<Port> ports(JsonObject each) {
        List<Port> ports = new ArrayList<>();
        for (Object item : array(each, "Ports")) {
            if (item instanceof JsonObject port && number(port, "PrivatePort") != null) {
                String protocol = text(port, "Type");
                ports.add(new Port(
                        number(port, "PrivatePort"),
                        protocol == null ? "tcp" : protocol,
                        text(port, "IP"),
                        number(port, "PublicPort")));
            }
        }
        return ports;
    }

    private static Map<String, String> addresses(JsonObject networks) {
        Map<String, String> addresses = new TreeMap<>();
        for (String network : networks.fieldNames()) {
            JsonObject at = object(networks, network);
            String address = text(at, "IPAddress") == null ? text(at, "GlobalIPv6Address") : text(at, "IPAddress");
            if (address != null) {
                addresses.put(network, address);
            }
        }
        return addresses;
    }

    /** Null for an empty one, too: so the engine says that there is none. */
    private static String text(JsonObject of, String key) {
        return of.getValue(key) instanceof String text && !text.isEmpty() ? text : null;
    }

    private static Integer number(JsonObject of, String key) {
        return of.getValue(key) instanceof Number number && number.intValue() > 0 ? number.intValue() : null;
    }

    private static JsonObject object(JsonObject of, String key) {
        return of.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonArray array(JsonObject of, String key) {
        return of.getValue(key) instanceof JsonArray array ? array : new JsonArray();
    }
}
