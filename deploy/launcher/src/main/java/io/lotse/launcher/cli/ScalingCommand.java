package io.lotse.launcher.cli;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.lotse.contracts.Counts;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ScalingList;

/** {@code lotse report scaling}. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Show how many instances services should have, and why.",
        footer = {
            "",
            "--plain prints a line for each service that something can be said of:",
            "  SERVICE CURRENT RECOMMENDED MIN MAX VALID-UNTIL     (- for no MAX)"
        })
final class ScalingCommand extends ShowCommand {
    @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service. Default: all.")
    private String service;

    @Option(names = "--plain", description = "Words only, for scripts.")
    private boolean plain;

    ScalingCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        return show(
                client().get(Paths.SCALING + ControlClient.query(Collections.singletonMap("service", service))),
                answer -> show(answer.as(ScalingList.class).items()));
    }

    private void show(List<ScalingAdvice> items) {
        if (plain) {
            items.stream().filter(a -> a.recommended() != null).forEach(a -> print(line(a)));
            return;
        }
        Table table = new Table("SERVICE", "NOW", "RECOMMENDED", "WHY");
        items.forEach(a -> table.row(a.serviceName(), a.current(), a.recommended(), a.reason()));
        table.print(out());
        items.stream().filter(a -> !a.arithmetic().isEmpty()).forEach(a -> {
            print("");
            print(a.serviceName() + ":");
            a.arithmetic().forEach(step -> print("  " + step));
        });
        long silent = items.stream().filter(a -> a.recommended() == null).count();
        if (silent > 0) {
            print("");
            print("nothing can be said of " + Counts.of(silent, "service"));
        }
    }

    private static String line(ScalingAdvice a) {
        return a.serviceName() + " " + a.current() + " " + a.recommended() + " " + a.min() + " "
                + (a.max() == null ? "-" : a.max()) + " " + a.validUntil();
    }
}
