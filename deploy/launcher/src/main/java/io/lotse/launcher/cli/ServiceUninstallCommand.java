package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.lotse.launcher.service.HostServices;
import io.lotse.launcher.service.HostServices.Installed;
import io.lotse.launcher.service.ServiceProblem;

/** {@code lotse service uninstall}. */
@Command(
        name = "uninstall",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Remove what lotse service install wrote.",
        description = "Ends it, and removes files, links and lines; the node's data stays.%n",
        footer = {"", "Without --mode: whatever is installed. Exit codes: 0 nothing of it is left, 1 the host refuses."
        })
final class ServiceUninstallCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServicePlace place;

    @Option(names = "--dry-run", description = "Only show what would be done.")
    private boolean dry;

    ServiceUninstallCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        HostServices services = place.services(environment, null);
        List<Installed> installed =
                services.installed().stream().filter(this::isMeant).toList();
        if (installed.isEmpty()) {
            print("nothing of it is installed" + (place.user() ? " for this user" : ""));
        }
        try {
            for (Installed one : installed) {
                services.uninstall(one.mode(), dry, this::print);
                if (!dry && one.mode().isScheduled()) {
                    print("a node that runs goes on: lotse stop ends it");
                }
            }
        } catch (ServiceProblem e) {
            throw new Refusal(ExitCode.REFUSED, e.lines());
        }
        if (!place.user()) {
            ServiceStatusCommand.ofUser(place.services(environment, true, null)).stream()
                    .filter(this::isMeant)
                    .forEach(one -> print("left alone, for it is this user's: " + one.where() + "; --user removes it"));
        }
        return ExitCode.OK;
    }

    private boolean isMeant(Installed one) {
        return place.mode() == null || one.mode() == place.mode();
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
