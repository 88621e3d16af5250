package io.lotse.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.lotse.connection.SystemConfig;
import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.config.Setting;
import io.lotse.launcher.service.ServiceMode;
import io.lotse.launcher.service.ServiceProblem;
import io.lotse.launcher.service.Wish;

/** {@code lotse service install}. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Have this host keep a node running.",
        description =
                "Writes what the host wants to have, and begins it: a node that is kept, or a look after one again"
                        + " and again. What is as it should be already is left alone.%n",
        footer = {
            "",
            "Without --mode: as Mode of config/system_config.json says, else service.",
            "Example: lotse service install --user -- --gateway-port 8000",
            "Exit codes: 0 installed, 1 the host refuses, 2 wrong options."
        })
final class ServiceInstallCommand implements Callable<Integer> {
    private static final Path FOLDER_OF_HOST = Path.of("/etc/lotse");
    private static final String HOME_OF_HOST = "/var/lib/lotse";
    private static final String USER_OF_HOST = "lotse";
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final List<Path> PATH_OF_MANAGERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServicePlace place;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "Where it runs, and finds its lotse.yaml. Default: this folder; of a unit of the host /etc/lotse.")
    private Path folder;

    @Option(names = "--run-as", paramLabel = "USER", description = "Whose a unit of the host is. Default: lotse.")
    private String user;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How often timer, cron and windows-task look. Default: 1m.")
    private Duration every;

    @Option(names = "--winsw", paramLabel = "FILE", description = "The program of WinSW, which windows-service needs.")
    private Path winsw;

    @Option(names = "--dry-run", description = "Only show what would be done.")
    private boolean dry;

    @Parameters(arity = "0..*", paramLabel = "OPTION", description = "Of lotse start, behind --.")
    private List<String> options = List.of();

    ServiceInstallCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<String> ofNode = options == null ? List.of() : options;
        ServiceMode mode = mode(ofNode);
        boolean ofHost = !place.user() && (mode == ServiceMode.SERVICE || mode == ServiceMode.TIMER);
        if (ofHost && !dry) {
            checkForHost();
        }
        Wish wish = new Wish(
                place.node(),
                ThisProgram.command(),
                ofNode,
                folder(ofHost),
                variables(ofHost),
                ofHost ? user() : null,
                every == null ? EVERY : every);
        try {
            place.services(environment, winsw).install(mode, wish, dry, this::print);
        } catch (ServiceProblem e) {
            throw new Refusal(ExitCode.REFUSED, e.lines());
        }
        return ExitCode.OK;
    }

    /** The node's options are tried now: later, nobody would see what is wrong with them. */
    private ServiceMode mode(List<String> ofNode) {
        List<String> all = new ArrayList<>(ofNode);
        if (place.node() != null) {
            all.addAll(List.of(Setting.NAME.option(), place.node()));
        }
        SystemConfig.Mode told =
                StartOptions.configured(spec, all, environment).former().mode();
        if (place.mode() != null) {
            return place.mode();
        }
        return told == SystemConfig.Mode.SCHEDULED ? ServicePlace.schedulerOfThisHost() : ServicePlace.ofThisHost();
    }

    private void checkForHost() {
        Path program = Path.of(ThisProgram.command().get(0));
        if (!Files.exists(program.resolveSibling("lib").resolve("lotse.jar"))) {
            throw new Refusal("a unit of the host needs an installed Lotse, not sources that are built: install it as"
                    + " deploy/README.md says in \"Three servers\" and run /opt/lotse/lotse service install, or give"
                    + " --user for a unit of yours");
        }
        if (new HostCommands(environment).run("id", "-u", user()).exit() != 0) {
            throw new Refusal("there is no user " + user() + ": create it with useradd --system --home-dir "
                    + HOME_OF_HOST + " --shell /usr/sbin/nologin " + user() + ", or give another --run-as");
        }
    }

    private String user() {
        return user == null ? USER_OF_HOST : user;
    }

    private Path folder(boolean ofHost) {
        Path own = ofHost ? FOLDER_OF_HOST : Path.of("");
        return (folder == null ? own : folder).toAbsolutePath().normalize();
    }

    /** Without them the program would look elsewhere for its nodes, or would not find Java. */
    private Map<String, String> variables(boolean ofHost) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (ofHost) {
            variables.put("LOTSE_HOME", HOME_OF_HOST);
        } else if (environment.containsKey("LOTSE_HOME")) {
            variables.put("LOTSE_HOME", LotseHome.of(environment).folder().toString());
        }
        boolean found = PATH_OF_MANAGERS.stream().anyMatch(bin -> Files.isExecutable(bin.resolve("java")));
        if (environment.containsKey("JAVA_HOME") || !found) {
            variables.put("JAVA_HOME", System.getProperty("java.home"));
        }
        return variables;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
