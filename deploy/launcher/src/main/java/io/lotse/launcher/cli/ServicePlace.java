package io.lotse.launcher.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import io.lotse.launcher.config.LotseHome;
import io.lotse.launcher.service.HostServices;
import io.lotse.launcher.service.ServiceMode;

/** What the commands of {@code lotse service} have in common: which node, and by whose means. */
final class ServicePlace {
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "service or timer of systemd, cron, launchd, windows-service or windows-task.")
    private ServiceMode mode;

    @Option(names = "--user", description = "With systemd: of this user alone, without root. It ends with the session.")
    private boolean user;

    @Option(names = "--name", paramLabel = "NODE", description = "The node's name. Default: that of the host.")
    private String node;

    /** Null if nobody said. */
    ServiceMode mode() {
        return mode;
    }

    boolean user() {
        return user;
    }

    /** Null if nobody said. */
    String node() {
        return node;
    }

    HostServices services(Map<String, String> environment, Path winsw) {
        return services(environment, user, winsw);
    }

    HostServices services(Map<String, String> environment, boolean ofUser, Path winsw) {
        Path folder = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return new HostServices(
                new HostServices.Place(
                        node,
                        ofUser,
                        folder,
                        config.isEmpty() ? folder.resolve(".config") : Path.of(config),
                        LotseHome.of(environment).folder(),
                        winsw),
                new HostCommands(environment));
    }

    /** The host's own way to keep a node. */
    static ServiceMode ofThisHost() {
        if (File.separatorChar == '\\') {
            return ServiceMode.WINDOWS_SERVICE;
        }
        return isMac() ? ServiceMode.LAUNCHD : ServiceMode.SERVICE;
    }

    /** The host's own way to look after a node again and again. */
    static ServiceMode schedulerOfThisHost() {
        if (File.separatorChar == '\\') {
            return ServiceMode.WINDOWS_TASK;
        }
        return isMac() ? ServiceMode.CRON : ServiceMode.TIMER;
    }

    private static boolean isMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    /** A mode by its name. */
    static final class ModeConverter implements ITypeConverter<ServiceMode> {
        @Override
        public ServiceMode convert(String text) {
            return ServiceMode.of(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + text + "' is none: there are " + String.join(", ", ServiceMode.names())));
        }
    }
}
