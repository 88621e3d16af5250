package io.lotse.dns;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers datagrams; holds nothing between two of them. */
final class UdpListener {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

    private final Responder responder;
    private final DatagramSocket socket;

    /** @param address what will be bound */
    UdpListener(Vertx vertx, Responder responder, String address) {
        this.responder = responder;
        this.socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(address.contains(":")));
    }

    Future<Void> listen(int port, String address) {
        socket.handler(this::answer)
                .exceptionHandler(e -> LOG.debug("event=dns_datagram_failed reason={}", e.toString()));
        return socket.listen(port, address).mapEmpty();
    }

    private void answer(DatagramPacket packet) {
        // from port 0 nobody can hear an answer
        if (packet.sender().port() == 0) {
            return;
        }
        responder.overUdp(packet.data()).ifPresent(answer -> socket.send(
                        answer, packet.sender().port(), packet.sender().host())
                .onFailure(e -> LOG.debug("event=dns_answer_lost reason={}", e.toString())));
    }

    Future<Void> close() {
        return socket.close();
    }
}
