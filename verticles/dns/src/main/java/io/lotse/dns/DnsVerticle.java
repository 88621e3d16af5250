package io.lotse.dns;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.meshview.MeshView;

/**
 * Answers DNS over UDP and TCP for the services that the node's view knows. Deploy one instance. Its start fails with
 * a {@link java.net.BindException} if the port is taken over either.
 */
public final class DnsVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(DnsVerticle.class);

    private final DnsConfig config;
    private final MeshView view;
    private UdpListener udp;
    private TcpListener tcp;

    public DnsVerticle(DnsConfig config, MeshView view) {
        this.config = config;
        this.view = view;
    }

    @Override
    public Future<?> start() {
        Responder responder = new Responder(new Zone(config, view, ViewNames.follow(view)), config.udpPayload());
        udp = new UdpListener(vertx, responder, config.address());
        tcp = new TcpListener(vertx, config, responder);
        return Future.all(udp.listen(config.port(), config.address()), tcp.listen())
                .onSuccess(v -> LOG.info(
                        "event=dns_listening address={} port={} zone={}",
                        config.address(),
                        config.port(),
                        config.zone()));
    }

    @Override
    public Future<?> stop() {
        return Future.join(udp.close(), tcp.close());
    }
}
