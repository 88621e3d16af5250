package io.lotse.launcher.cli;

import java.util.Map;

import picocli.CommandLine.Command;

/** {@code lotse health}: for scripts, containers and systemd. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        header = "Tell whether a node is up and ready.",
        footer = {"", "Exit codes: 0 up and ready, 1 not, 2 wrong options."})
final class HealthCommand extends ShowCommand {
    HealthCommand(Map<String, String> environment) {
        super(environment);
    }

    /** The part of {@code /health} and {@code /ready} that is shown. */
    record State(String status) {}

    /** Both together, for {@code --json}. */
    record Both(Map<String, Object> health, Map<String, Object> ready) {}

    @Override
    public Integer call() {
        ControlClient client = client();
        ControlClient.Answer health = client.get(Paths.HEALTH);
        ControlClient.Answer ready = client.get(Paths.READY);
        if (json()) {
            printJson(new Both(health.json().getMap(), ready.json().getMap()));
        } else {
            print(client.node() + " is " + health.as(State.class).status() + " and "
                    + ready.as(State.class).status());
        }
        return ExitCode.OK;
    }
}
