package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;

/** What an instance says of itself on the command line. */
final class ServiceOptions {
    @Option(names = "--name", required = true, paramLabel = "SERVICE", description = "The service's name.")
    private String name;

    @Option(names = "--id", paramLabel = "ID", description = "The instance's id. Default: one is made up.")
    private String id;

    @Option(names = "--type", paramLabel = "TYPE", description = "The service's type: it may have a range of ports.")
    private String type;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "This port and no other. Default: a free one is given.")
    private Integer port;

    @Option(names = "--preferred-port", paramLabel = "PORT", description = "This port, if it is free.")
    private Integer preferredPort;

    @Option(
            names = "--range",
            paramLabel = "A-B",
            converter = RangeConverter.class,
            description = "A port of this range, both ends included.")
    private PortRange range;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "Where it listens. Default: as configured.")
    private String address;

    @Option(names = "--health", paramLabel = "PATH", description = "The path of its health check, such as /health.")
    private String health;

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            description = "development, test or production. Default: development.")
    private String environment;

    @Option(
            names = "--depends-on",
            paramLabel = "ID",
            split = ",",
            description = "The ids of the instances it needs, with commas between.")
    private List<String> dependencies;

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", split = ",", description = "Anything else worth knowing.")
    private Map<String, String> metadata;

    String name() {
        return name;
    }

    /** Of an instance that listens at its port already, or will be given one. */
    Registration listening(String restartScript) {
        return registration(port, preferredPort, range, restartScript, null);
    }

    /** Of an instance that will be started once it has its port, and gets no requests before it listens. */
    Registration beforeStart() {
        boolean fixed = port != null;
        return registration(
                null,
                fixed ? port : preferredPort,
                fixed ? new PortRange(port, port) : range,
                null,
                InstanceStatus.INACTIVE);
    }

    /** Of an instance that was given this id and port, and listens. */
    Registration again(String givenId, String givenAddress, int givenPort) {
        return new Registration(
                givenId,
                name,
                type,
                givenAddress,
                null,
                givenPort,
                preferredPort,
                range,
                null,
                environment,
                dependencies,
                health,
                metadata,
                null,
                null);
    }

    private Registration registration(
            Integer withPort, Integer withPreferred, PortRange withRange, String restartScript, InstanceStatus status) {
        return new Registration(
                id,
                name,
                type,
                address,
                null,
                withPort,
                withPreferred,
                withRange,
                restartScript,
                environment,
                dependencies,
                health,
                metadata,
                status,
                null);
    }

    /** {@code 8000-8099}. */
    static final class RangeConverter implements ITypeConverter<PortRange> {
        @Override
        public PortRange convert(String text) {
            String[] ends = text.split("-", -1);
            try {
                if (ends.length == 2) {
                    return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()));
                }
            } catch (NumberFormatException e) {
                // said below
            } catch (ContractException e) {
                throw new TypeConversionException(e.getMessage());
            }
            throw new TypeConversionException(text + " is no range: give two ports such as 8000-8099");
        }
    }
}
