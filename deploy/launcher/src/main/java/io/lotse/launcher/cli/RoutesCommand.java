package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.Counts;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.gateway.RouteList;
import io.lotse.contracts.gateway.RouteMatch;
import io.lotse.contracts.gateway.UpstreamList;

/** {@code lotse routes list}, {@code set}, {@code remove}, {@code check} and {@code upstreams}. */
@Command(
        name = "routes",
        mixinStandardHelpOptions = true,
        header = "Show or change which requests the gateway sends where.")
final class RoutesCommand extends CommandGroup {
    private RoutesCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new RoutesCommand())
                .addSubcommand(new ListRoutes(environment))
                .addSubcommand(new SetRoutes(environment))
                .addSubcommand(new RemoveRoute(environment))
                .addSubcommand(new CheckRoutes(environment))
                .addSubcommand(new Upstreams(environment));
    }

    /** {@code lotse routes list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            header = "List the routes in the order in which they are tried.")
    private static final class ListRoutes extends ShowCommand {
        ListRoutes(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().get(Paths.ROUTES), answer -> show(answer.as(RouteList.class)));
        }

        private void show(RouteList routes) {
            if (routes.items().isEmpty()) {
                print("no route is declared; services are at /api/SERVICE/");
            } else {
                Table table = new Table("NAME", "PRIORITY", "TAKES", "LEADS TO", "SOURCE");
                routes.items()
                        .forEach(e -> table.row(
                                e.route().name(),
                                e.route().priority() == null ? 0 : e.route().priority(),
                                takes(e.route().match()),
                                leadsTo(e.route()),
                                e.source().name().toLowerCase(java.util.Locale.ROOT)));
                table.print(out());
            }
            routes.items().forEach(e -> warn(this, e));
            routes.refused().forEach(r -> print("refused: " + r));
        }

        private static String takes(RouteMatch match) {
            if (match == null) {
                return "everything";
            }
            String methods = match.methods().isEmpty() ? "" : String.join("|", match.methods()) + " ";
            String hosts = match.hosts().isEmpty() ? "" : String.join("|", match.hosts());
            String headers = match.headers().entrySet().stream()
                    .map(h -> " " + h.getKey() + "=" + h.getValue())
                    .sorted()
                    .collect(Collectors.joining());
            return methods + hosts + (match.path() == null ? "/**" : match.path()) + headers;
        }

        private static String leadsTo(RouteDefinition route) {
            if (route.answer() != null) {
                return "answer " + route.answer().status();
            }
            if (route.redirect() != null) {
                return "redirect to " + route.redirect().location();
            }
            return route.targets().stream()
                    .map(t -> t.service()
                            + (t.version() == null ? "" : ":" + t.version())
                            + (t.weight() == null ? "" : " (" + t.weight() + ")"))
                    .collect(Collectors.joining(", "));
        }
    }

    /** {@code lotse routes set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            header = "Put the routes of a file into the ledger, in place of those with the same names.",
            footer = {
                "",
                "A file, by example:",
                "  routes:",
                "  - name: shop",
                "    match: {path: /shop/**}",
                "    rewrite: /**",
                "    targets: [{service: orders}]"
            })
    private static final class SetRoutes extends ShowCommand {
        @Parameters(paramLabel = "FILE", description = "YAML or JSON with a list of routes. - for what is typed in.")
        private String file;

        @Option(names = "--dry-run", description = "Look for mistakes and change nothing.")
        private boolean dryRun;

        SetRoutes(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            ControlClient client = client();
            JsonObject set = new RouteFile(file).read();
            // all of them or, if one has a mistake, none
            client.send("POST", Paths.ROUTE_CHECK, set, Map.of());
            JsonArray routes = set.getJsonArray("routes", new JsonArray());
            for (int i = 0; i < routes.size(); i++) {
                JsonObject route = routes.getJsonObject(i);
                String path = Paths.ROUTES + "/" + ControlClient.segment(route.getString("name"))
                        + (dryRun ? "?dry_run=true" : "");
                show(
                        client.send("PUT", path, route, RegisterCommand.onceOnly()),
                        answer -> show(answer.as(RouteEntry.class)));
            }
            return ExitCode.OK;
        }

        private void show(RouteEntry entry) {
            print(
                    dryRun
                            ? entry.route().name() + " is right; nothing was changed"
                            : entry.route().name() + " is set, revision " + entry.revision());
            warn(this, entry);
        }
    }

    /** {@code lotse routes remove}. */
    @Command(name = "remove", mixinStandardHelpOptions = true, header = "Remove a route from the ledger.")
    private static final class RemoveRoute extends ShowCommand {
        @Parameters(paramLabel = "NAME", description = "The route's name.")
        private String name;

        @Option(names = "--dry-run", description = "Only say what would be removed.")
        private boolean dryRun;

        RemoveRoute(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            String path = Paths.ROUTES + "/" + ControlClient.segment(name) + (dryRun ? "?dry_run=true" : "");
            return show(
                    client().send("DELETE", path, null, RegisterCommand.onceOnly()),
                    answer -> print(name + (dryRun ? " would be removed" : " is removed")));
        }
    }

    /** {@code lotse routes check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            header = "Look the routes of a file through, as if they were the only ones, and change nothing.")
    private static final class CheckRoutes extends ShowCommand {
        @Parameters(paramLabel = "FILE", description = "YAML or JSON with a list of routes. - for what is typed in.")
        private String file;

        CheckRoutes(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().send("POST", Paths.ROUTE_CHECK, new RouteFile(file).read(), Map.of()), answer -> {
                List<RouteEntry> routes = answer.as(RouteList.class).items();
                print(Counts.are(routes.size(), "route") + " right");
                routes.forEach(e -> warn(this, e));
            });
        }
    }

    /** {@code lotse routes upstreams}. */
    @Command(
            name = "upstreams",
            mixinStandardHelpOptions = true,
            header = "Show how the node's gateway finds the instances.")
    private static final class Upstreams extends ShowCommand {
        Upstreams(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().get(Paths.UPSTREAMS), answer -> show(answer.as(UpstreamList.class)));
        }

        private void show(UpstreamList upstreams) {
            Table table = new Table("SERVICE", "INSTANCE", "ENDPOINT", "LEFT OUT", "FAILURES", "CIRCUIT");
            upstreams
                    .items()
                    .forEach(u -> table.row(
                            u.service(),
                            u.serviceId(),
                            u.endpoint(),
                            u.ejected() ? "yes" : "no",
                            u.failures(),
                            u.circuit() == null
                                    ? null
                                    : u.circuit()
                                            .name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replace('_', '-')));
            table.print(out());
        }
    }

    private static void warn(ControlCommand command, RouteEntry entry) {
        entry.warnings().forEach(w -> command.print("warning: " + entry.route().name() + ": " + w));
    }
}
