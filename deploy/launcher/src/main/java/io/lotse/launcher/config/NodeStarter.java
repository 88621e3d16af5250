package io.lotse.launcher.config;

import io.vertx.core.Future;

/** Builds and starts a node. */
@FunctionalInterface
public interface NodeStarter {
    /**
     * Starts a node whose ports were found free a moment ago; writes nothing to stdout.
     *
     * @return ready to serve; fails, with nothing left running, with a {@link java.net.BindException} among the causes if
     *     a port was taken meanwhile
     */
    Future<? extends RunningNode> start(NodeConfig config);
}
