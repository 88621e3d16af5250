package io.lotse.launcher.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.registry.Instance;

/** What a service's command is told of the instance that it is. */
final class CommandLaunch {
    private final List<String> command;

    /** @param command its arguments may hold {@code {port}} and {@code {host}} */
    CommandLaunch(List<String> command) {
        this.command = command;
    }

    String program() {
        return command.get(0);
    }

    List<String> arguments(Instance instance) {
        String port = Integer.toString(instance.port());
        return command.stream()
                .map(argument -> argument.replace("{port}", port).replace("{host}", instance.ipAddress()))
                .toList();
    }

    /** @param node the URL of the instance's node */
    static Map<String, String> environment(Instance instance, String node) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", Integer.toString(instance.port()));
        environment.put("HOST", instance.ipAddress());
        environment.put("LOTSE_SERVICE_ID", instance.serviceId());
        environment.put(ControlCommand.CONTROL_VARIABLE, node);
        return environment;
    }
}
