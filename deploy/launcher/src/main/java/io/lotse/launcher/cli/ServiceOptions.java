package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;

/** What an instance says of itself on the command line. */
final class ServiceOptions {
    @Option(
            names = "--name",
            paramLabel = "SERVICE",
            description = "The service's name. Always needed for one service.")
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

    @Option(
            names = "--protocol",
            paramLabel = "tcp|udp",
            converter = ProtocolConverter.class,
            description = "The protocol of its port. Default: tcp.")
    private Protocol protocol;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "Where it listens. Default: as configured.")
    private String address;

    @Option(names = "--health", paramLabel = "PATH", description = "The path of its health check, such as /health.")
    private String health;

    @Option(
            names = "--environment",
            paramLabel = "ENVIRONMENT",
            description = "The environment it is in. Default: that of the node.")
    private String environment;

    @Option(
            names = "--depends-on",
            paramLabel = "ID",
            split = ",",
            description = "The ids of the instances it needs, with commas between.")
    private List<String> dependencies;

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", split = ",", description = "Anything else worth knowing.")
    private Map<String, String> metadata;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description =
                    "Whose wish counts where the environment's strategy is reassign: the holder of the wished port"
                            + " is asked to leave it if its priority is lower. Default: 0.")
    private Integer priority;

    @Option(
            names = "--ignore-quarantine",
            description = "Take the wished port although another service gave it back a moment ago.")
    private boolean ignoreQuarantine;

    /**
     * What a mock says of itself.
     *
     * @param given what the command line says of where it listens
     * @param metadata what mark it
     */
    static ServiceOptions ofMock(String service, Listening given, Map<String, String> metadata) {
        ServiceOptions options = new ServiceOptions();
        options.name = service;
        options.id = given.id();
        options.port = given.port();
        options.address = given.address();
        options.environment = given.environment();
        options.metadata = metadata;
        return options;
    }

    /** Where one listens; each null where it was not said. */
    record Listening(String id, Integer port, String address, String environment) {}

    String name() {
        return name;
    }

    boolean isUdp() {
        return protocol == Protocol.UDP;
    }

    /** Whether it is to have this port and no other. */
    boolean insistsOn(int one) {
        return port != null && port == one;
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

    /** Of an instance that was not started yet, and whose port is bound for it. */
    Registration bound(String boundAddress, int boundPort) {
        return of(id, boundAddress, boundPort, preferredPort, range, null, InstanceStatus.INACTIVE);
    }

    /** Of an instance that was given this id and port, and listens. */
    Registration again(String givenId, String givenAddress, int givenPort) {
        return of(givenId, givenAddress, givenPort, preferredPort, range, null, null);
    }

    private Registration registration(
            Integer withPort, Integer withPreferred, PortRange withRange, String restartScript, InstanceStatus status) {
        return of(id, address, withPort, withPreferred, withRange, restartScript, status);
    }

    private Registration of(
            String withId,
            String withAddress,
            Integer withPort,
            Integer withPreferred,
            PortRange withRange,
            String restartScript,
            InstanceStatus status) {
        return new Registration(
                withId,
                name,
                type,
                withAddress,
                protocol,
                withPort,
                withPreferred,
                withRange,
                restartScript,
                environment,
                dependencies,
                health,
                metadata,
                status,
                null,
                priority,
                ignoreQuarantine ? true : null);
    }

    /** {@code tcp} or {@code udp}. */
    static final class ProtocolConverter implements ITypeConverter<Protocol> {
        @Override
        public Protocol convert(String text) {
            return Stream.of(Protocol.values())
                    .filter(one -> one.wireName().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is neither: give tcp or udp"));
        }
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
