package io.lotse.launcher.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.NodeStarter;
import io.lotse.launcher.config.Setting;

/** Builds the command line. */
public final class Cli {
    private Cli() {}

    /**
     * The command line, ready to execute.
     *
     * @param environment the variables that count
     * @param starter what {@code start} starts
     */
    public static CommandLine commandLine(Map<String, String> environment, NodeStarter starter) {
        LotseHome home = LotseHome.of(environment);
        CommandLine lotse = new CommandLine(new LotseCommand())
                .addSubcommand(start(environment, home, starter))
                .addSubcommand(new StopCommand(environment))
                .addSubcommand(new StatusCommand(environment))
                .addSubcommand(new HealthCommand(environment))
                .addSubcommand(new CommandLine(new RunCommand(environment)).setStopAtPositional(true))
                .addSubcommand(new MockCommand(environment))
                .addSubcommand(new UpCommand(environment))
                .addSubcommand(new DownCommand(environment))
                .addSubcommand(new PsCommand(environment))
                .addSubcommand(new RestartCommand(environment))
                .addSubcommand(new LogsCommand(environment))
                .addSubcommand(new RegisterCommand(environment))
                .addSubcommand(new DeregisterCommand(environment))
                .addSubcommand(new ServicesCommand(environment))
                .addSubcommand(new EndpointCommand(environment))
                .addSubcommand(PortsCommand.create(environment))
                .addSubcommand(EnvCommand.create(environment))
                .addSubcommand(FaultsCommand.create(environment))
                .addSubcommand(ConfigCommand.create(environment))
                .addSubcommand(LedgerCommand.create(environment))
                .addSubcommand(RoutesCommand.create(environment))
                .addSubcommand(KeysCommand.create(environment))
                .addSubcommand(CacheCommand.create(environment))
                .addSubcommand(EventsCommand.create(environment))
                .addSubcommand(new MetricsCommand(environment))
                .addSubcommand(new VerdictsCommand(environment))
                .addSubcommand(ThresholdsCommand.create(environment))
                .addSubcommand(ReportCommand.create(environment))
                .addSubcommand(AlertsCommand.create(environment))
                .addSubcommand(new NetworkCommand(environment))
                .addSubcommand(ServiceCommand.create(environment))
                .addSubcommand(new MonitorCommand(environment))
                .addSubcommand(new DemoCommand(environment))
                .addSubcommand(new DemoServiceCommand(environment))
                .addSubcommand(new TrainCommand(starter));
        lotse.setParameterExceptionHandler(Cli::explainUsage);
        lotse.setExecutionExceptionHandler((e, command, result) -> explainFailure(e, command));
        lotse.setUsageHelpAutoWidth(true);
        return lotse;
    }

    private static CommandLine start(Map<String, String> environment, LotseHome home, NodeStarter starter) {
        CommandLine start = new CommandLine(new StartCommand(environment, home, starter));
        for (Setting setting : Setting.values()) {
            OptionSpec.Builder option = OptionSpec.builder(setting.option()).description(setting.description() + ".");
            setting.label().ifPresentOrElse(label -> option.type(String.class).paramLabel(label), () -> option.type(
                            boolean.class)
                    .negatable(true));
            start.getCommandSpec().addOption(option.build());
        }
        return start;
    }

    private static int explainUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lotse: " + e.getMessage().lines().findFirst().orElse("wrong usage"));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private static int explainFailure(Exception e, CommandLine command) {
        PrintWriter err = command.getErr();
        if (e instanceof Problem problem) {
            return refuse(err, problem.lines());
        }
        if (e instanceof Unreachable unreachable) {
            return refuse(err, List.of(unreachable.line()));
        }
        if (e instanceof Refusal refusal) {
            refuse(err, refusal.lines());
            if (refusal.exitCode() == ExitCode.USAGE) {
                err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
            }
            err.flush();
            return refusal.exitCode();
        }
        err.println("lotse: this is a mistake in Lotse, please report it:");
        e.printStackTrace(err);
        err.flush();
        return ExitCode.REFUSED;
    }

    private static int refuse(PrintWriter err, List<String> lines) {
        lines.forEach(line -> err.println("lotse: " + line));
        err.flush();
        return ExitCode.REFUSED;
    }
}
