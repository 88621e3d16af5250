package io.lotse.launcher.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.lotse.contracts.ContractCodec;
import io.lotse.launcher.service.HostServices;
import io.lotse.launcher.service.HostServices.Installed;
import io.lotse.launcher.service.ServiceMode;

/** {@code lotse service status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Show what of Lotse is installed on this host, and whether it is on.",
        footer = {"", "Exit codes: 0 something is installed, 1 nothing."})
final class ServiceStatusCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServicePlace place;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    ServiceStatusCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * One that is installed.
     *
     * @param of host or user: by whose means
     */
    record Row(String mode, String of, String enabled, String active, String where) {
        static Row of(Installed one, String of) {
            return new Row(one.mode().wireName(), of, one.enabled(), one.active(), one.where());
        }
    }

    record Rows(List<Row> items) {}

    @Override
    public Integer call() {
        List<Row> rows = new ArrayList<>();
        if (!place.user()) {
            place.services(environment, false, null).installed().stream()
                    .map(one -> Row.of(one, isSystemd(one) ? "host" : "user"))
                    .forEach(rows::add);
        }
        ofUser(place.services(environment, true, null)).stream()
                .map(one -> Row.of(one, "user"))
                .forEach(rows::add);
        rows.removeIf(
                row -> place.mode() != null && !row.mode().equals(place.mode().wireName()));
        show(rows, spec.commandLine().getOut());
        return rows.isEmpty() ? ExitCode.REFUSED : ExitCode.OK;
    }

    /** What systemd has for this user alone. */
    static List<Installed> ofUser(HostServices services) {
        return services.installed().stream()
                .filter(ServiceStatusCommand::isSystemd)
                .toList();
    }

    private static boolean isSystemd(Installed one) {
        return one.mode() == ServiceMode.SERVICE || one.mode() == ServiceMode.TIMER;
    }

    private void show(List<Row> rows, PrintWriter out) {
        if (json) {
            out.println(ContractCodec.encode(new Rows(rows)).encodePrettily());
        } else if (rows.isEmpty()) {
            out.println("nothing of it is installed: lotse service install does that");
        } else {
            Table table = new Table("MODE", "OF", "ENABLED", "ACTIVE", "WHERE");
            rows.forEach(row -> table.row(row.mode(), row.of(), row.enabled(), row.active(), row.where()));
            table.print(out);
        }
        out.flush();
    }
}
