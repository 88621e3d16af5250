package io.lotse.gateway;

import java.util.stream.Stream;

import io.vertx.core.net.SocketAddress;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** The way to the control API of the own node; it is before all others. */
final class ControlRoutes {
    private static final String CONTROL = Route.STANDARD + "v1";
    private static final String SIGNING_KEYS = CONTROL + "/gateway/jwks";

    /** Null if the node has none. */
    private final Route control;
    /** To what services must have to verify tokens; open to all. */
    private final Route signingKeys;

    /** @param where null for a node without a control API */
    ControlRoutes(GatewayConfig.Control where, RouteCompiler compiler) {
        this.control = where == null ? null : route(where, where.role(), compiler);
        this.signingKeys = where == null ? null : route(where, null, compiler);
    }

    private static Route route(GatewayConfig.Control control, String role, RouteCompiler compiler) {
        SocketAddress address = SocketAddress.inetSocketAddress(control.port(), control.host());
        return compiler.fixed("the control API", new Place("control", address, false, 1, null, false), role);
    }

    /** Whether a request of this target is for the control API. */
    static boolean lead(String target) {
        int end = CONTROL.length();
        return target.startsWith(CONTROL)
                && (target.length() == end || target.charAt(end) == '/' || target.charAt(end) == '?');
    }

    /**
     * The route of a target that they {@link #lead}.
     *
     * @throws ContractException {@link ProblemCode#NOT_FOUND} if the node has no control API
     */
    Route find(String target) {
        if (control == null) {
            throw new ContractException(
                    ProblemCode.NOT_FOUND, "this node has no control API: ask the gateway of a node that has one");
        }
        return target.equals(SIGNING_KEYS) ? signingKeys : control;
    }

    /** What is measured and shown like other routes. */
    Stream<Route> shown() {
        return Stream.ofNullable(control);
    }
}
