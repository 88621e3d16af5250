package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.supervision.ScriptOutcome;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;

/** {@code lotse restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        header = "Restart one service, at the same port.",
        description = "A supervised one by its name, wherever it runs; an instance that was registered with a restart"
                + " script by its id.%n",
        footer = {"", "Exit codes: 0 it is ready again, 1 refused or it is not, 2 wrong options."})
final class RestartCommand extends SetCommand {
    private static final String SCRIPT = "script";
    /** A little more than a script may take. */
    private static final Duration SCRIPTS_PATIENCE = Duration.ofSeconds(80);

    @Parameters(paramLabel = "SERVICE", description = "A supervised service, or the id of an instance.")
    private String name;

    @Option(names = "--set", paramLabel = "SET", description = "Its set, where several have one of that name.")
    private String set;

    @Option(names = "--node", paramLabel = "NODE", description = "Its node, where several have one of that name.")
    private String node;

    RestartCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> filters = new HashMap<>();
        filters.put("set", set);
        filters.put("node", node);
        ControlClient client = client(SCRIPTS_PATIENCE);
        JsonObject answer = client.send(
                        "POST",
                        Paths.RESTART + ControlClient.segment(name) + ControlClient.query(filters),
                        null,
                        Map.of())
                .json();
        if (answer.containsKey(SCRIPT)) {
            return show(ContractCodec.decode(answer, ScriptOutcome.class));
        }
        SupervisedService before = ContractCodec.decode(answer, SupervisedService.class);
        if (!waits()) {
            return ExitCode.OK;
        }
        boolean ready = await(
                client,
                before.node(),
                before.set(),
                one -> one.service().equals(before.service()),
                one -> isAgain(one, before));
        return ready ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static boolean isAgain(SupervisedService one, SupervisedService before) {
        boolean other = before.pid() == null || !Objects.equals(one.pid(), before.pid());
        return (one.state() == SupervisedState.READY && other) || one.state() == SupervisedState.COMPLETED;
    }

    private int show(ScriptOutcome outcome) {
        outcome.output().lines().forEach(this::print);
        boolean well = outcome.exitCode() != null && outcome.exitCode() == 0;
        print(outcome.script() + " on " + outcome.host() + " "
                + (outcome.exitCode() == null
                        ? "took too long and was killed"
                        : "ended with exit code " + outcome.exitCode())
                + " after " + Ages.text(outcome.lasted()));
        return well ? ExitCode.OK : ExitCode.REFUSED;
    }
}
