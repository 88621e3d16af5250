package io.lotse.launcher.cli;

import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.lotse.contracts.Counts;
import io.lotse.contracts.gateway.CachePurge;
import io.lotse.contracts.gateway.CachePurged;
import io.lotse.contracts.gateway.CacheState;

/** {@code lotse cache show} and {@code purge}. */
@Command(
        name = "cache",
        mixinStandardHelpOptions = true,
        header = "Show what gateways keep of answers, or give some of it up.")
final class CacheCommand extends CommandGroup {
    private CacheCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new CacheCommand())
                .addSubcommand(new ShowCache(environment))
                .addSubcommand(new PurgeCache(environment));
    }

    /** {@code lotse cache show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            header = "Show what the gateway of a node keeps, and what that was good for since its start.")
    private static final class ShowCache extends ShowCommand {
        ShowCache(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().get(Paths.CACHE), answer -> show(answer.as(CacheState.class)));
        }

        private void show(CacheState state) {
            Table table = new Table("URIS", "BYTES", "OF", "HITS", "STALE", "REVALIDATED", "MISSES", "EVICTED");
            table.row(
                    text(state.uris()),
                    text(state.bytes()),
                    text(state.maxBytes()),
                    text(state.hits()),
                    text(state.stale()),
                    text(state.revalidated()),
                    text(state.misses()),
                    text(state.evicted()));
            table.print(out());
        }

        private static String text(long number) {
            return Long.toString(number);
        }
    }

    /** {@code lotse cache purge}. */
    @Command(
            name = "purge",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Give up kept answers at all gateways: those that all options hold for.",
            footer = {"", "Everything: lotse cache purge --path '/**'"})
    private static final class PurgeCache extends ShowCommand {
        @Option(names = "--tag", paramLabel = "TAG", description = "That the service gave this Cache-Tag.")
        private String tag;

        @Option(
                names = "--path",
                paramLabel = "PATH",
                description =
                        "Of this path as clients ask for it, whatever the query; with /** at its end also all below.")
        private String path;

        @Option(names = "--host", paramLabel = "HOST[:PORT]", description = "Of this host as clients name it.")
        private String host;

        @Option(names = "--route", paramLabel = "NAME", description = "Of this route.")
        private String route;

        PurgeCache(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            if (tag == null && path == null && host == null && route == null) {
                throw wrongUsage("give --tag, --path, --host or --route; --path '/**' is everything");
            }
            ControlClient.Answer answer =
                    client().send("POST", Paths.CACHE + "/purge", new CachePurge(host, path, route, tag), Map.of());
            if (json()) {
                printJson(answer.json());
            }
            CachePurged purged = answer.as(CachePurged.class);
            if (!json()) {
                print(Counts.of(purged.answers(), "answer") + " given up by "
                        + Counts.of(purged.gateways(), "gateway"));
            }
            if (purged.silent() > 0) {
                err().println(
                                "lotse: " + Counts.of(purged.silent(), "gateway")
                                        + " did not say so in time, and may serve what it keeps for as long as the service said: repeat it");
                return ExitCode.REFUSED;
            }
            return ExitCode.OK;
        }
    }
}
