package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;

/** The ports of the mesh. */
final class PortHandlers {
    private final PortList ports;
    private final Answers answers;

    PortHandlers(PortList ports, Answers answers) {
        this.ports = ports;
        this.answers = answers;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("ports", this::list);
    }

    private Future<?> list(ApiRequest request) {
        return answers.read(request.http(), ports.page(request));
    }
}
