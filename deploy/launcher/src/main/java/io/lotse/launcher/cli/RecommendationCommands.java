package io.lotse.launcher.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.reports.AppliedList;
import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.RecommendationMark;

/** The commands of {@code lotse report} for what was recommended. */
final class RecommendationCommands {
    private RecommendationCommands() {}

    private static String path(String id) {
        return Paths.RECOMMENDATIONS + "/" + ControlClient.segment(id);
    }

    /** {@code lotse report applied}. */
    @Command(
            name = "applied",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            header = "Note that a recommendation was applied, or list those that were.",
            footer = {"", "Later reports say whether it helped."})
    static final class Applied extends ShowCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "ID",
                description = "The finding's id, such as slow:orders. Without one: list.")
        private String id;

        @Option(names = "--by", paramLabel = "WHO", description = "By whom.")
        private String by;

        @Option(names = "--note", paramLabel = "TEXT", description = "What was done.")
        private String note;

        @Option(
                names = "--ago",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "So long ago, such as 30m. Default: now.")
        private Duration ago;

        Applied(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            if (id == null) {
                return show(
                        client().get(Paths.RECOMMENDATIONS),
                        answer -> show(answer.as(AppliedList.class).items()));
            }
            RecommendationMark mark = new RecommendationMark(
                    null, by, note, ago == null ? null : Instant.now().minus(ago));
            return show(client().send("PUT", path(id), mark, Map.of()), answer -> {
                AppliedRecommendation applied = answer.as(AppliedRecommendation.class);
                print(applied.id() + " is noted as applied at " + applied.appliedAt()
                        + "; later reports say whether it helped");
            });
        }

        private void show(List<AppliedRecommendation> items) {
            if (items.isEmpty()) {
                print("no recommendation is noted as applied; lotse report applied ID notes one");
                return;
            }
            Table table = new Table("RECOMMENDATION", "APPLIED", "BY", "NOTE");
            items.forEach(a -> table.row(a.id(), a.appliedAt(), a.by(), a.note()));
            table.print(out());
        }
    }

    /** {@code lotse report withdraw}. */
    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            header = "Note that a recommendation was not applied after all.")
    static final class Withdraw extends ShowCommand {
        @Parameters(paramLabel = "ID", description = "The finding's id.")
        private String id;

        Withdraw(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().send("DELETE", path(id), null, Map.of()),
                    answer -> print(id + " is noted as applied no more"));
        }
    }
}
