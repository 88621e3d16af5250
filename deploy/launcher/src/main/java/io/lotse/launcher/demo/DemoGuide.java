package io.lotse.launcher.demo;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells a newcomer what was started and where to look. */
final class DemoGuide {
    private final List<DemoNode> nodes;
    private final Language second;
    private final Consumer<String> print;
    private final List<String> services = new ArrayList<>();

    DemoGuide(List<DemoNode> nodes, Language second, Consumer<String> print) {
        this.nodes = nodes;
        this.second = second;
        this.print = print;
    }

    void showNodes() {
        print.accept("");
        print.accept(row("NODE", "GATEWAY", "CONTROL API"));
        nodes.forEach(node -> print.accept(row(node.name(), node.gateway(), node.control())));
    }

    void opened(ServiceProgram service, DemoNode node, String endpoint) {
        String calls = service.calls().isEmpty() ? "-" : String.join(", ", service.calls());
        services.add("%-8s  %-8s  %-16s  %-5s  %-14s  %s"
                .formatted(
                        service.name(),
                        Language.of(service, second).label(),
                        endpoint,
                        node.name(),
                        calls,
                        service.remark())
                .stripTrailing());
    }

    void showServices() {
        print.accept("");
        print.accept("%-8s  %-8s  %-16s  %-5s  %-14s  %s"
                .formatted("SERVICE", "LANGUAGE", "ENDPOINT", "NODE", "CALLS", "REMARK"));
        services.forEach(print);
        if (second == Language.JAVA) {
            print.accept("(there is neither python3 nor node here: all of them are in Java)");
        }
    }

    void showWhatToLookAt() {
        DemoNode first = nodes.get(0);
        DemoNode other = nodes.get(1);
        URI control = URI.create(first.control());
        print.accept("");
        print.accept("Look at");
        look("the dashboard", first.control() + "/");
        look("the API", first.control() + "/docs");
        look("a service", "curl " + first.gateway() + "/api/orders/17");
        look("... by another node", "curl " + other.gateway() + "/api/orders/17");
        look("events as they come", "curl -N " + other.control() + "/api/v1/events/" + Traffic.TOPIC);
        look("DNS", "dig @" + control.getHost() + " -p " + first.dns() + " +short SRV orders.service.lotse");
        look("the command line", "export LOTSE_CONTROL=" + first.control() + "; ./lotse services; ./lotse status");
        print.accept("");
    }

    private void look(String at, String how) {
        print.accept("  %-20s %s".formatted(at, how));
    }

    private static String row(Object... cells) {
        return "%-8s  %-22s  %s".formatted(cells);
    }
}
