package io.lotse.dns;

import java.util.Optional;

import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a packet holds: it is met with silence or with an answer that is not too long. */
class ResponderProperties {
    private static final int UDP_LIMIT = 512;

    private static Vertx vertx;
    private static Responder responder;
    private static DnsConfig config;

    @BeforeContainer
    static void start() {
        vertx = Vertx.vertx();
        TestMesh mesh = TestMesh.start(vertx);
        for (int i = 0; i < 60; i++) {
            mesh.instance("o-" + i, "orders", "10.0.0." + i, 8001 + i);
        }
        config = DnsConfig.of("127.0.0.1", 8600, TestMesh.HOST, "development");
        responder = new Responder(new Zone(config, mesh.view(), ViewNames.follow(mesh.view())), config.udpPayload());
    }

    @AfterContainer
    static void stop() {
        TestMesh.await(vertx.close());
    }

    @Property
    void everyPacketIsMetWithSilenceOrAnAnswer(@ForAll("packets") Buffer packet) {
        Optional<Buffer> answer = responder.overUdp(packet);

        boolean isQuery = packet.length() >= 12 && (packet.getByte(2) & 0x80) == 0;
        assertThat(answer.isPresent()).isEqualTo(isQuery);
        answer.ifPresent(bytes -> {
            assertThat(bytes.getUnsignedShort(0)).isEqualTo(packet.getUnsignedShort(0));
            assertThat(bytes.getUnsignedShort(2) & 0x8000).isNotZero();
            assertThat(bytes.length()).isLessThanOrEqualTo(Math.max(UDP_LIMIT, config.udpPayload()));
        });
        assertThat(responder.overTcp(packet).isPresent()).isEqualTo(isQuery);
    }

    @Property
    void whoSaysNothingOfLongerAnswersGetsNone(@ForAll("queries") Buffer query) {
        Buffer answer = responder.overUdp(query).orElseThrow();

        assertThat(answer.length()).isLessThanOrEqualTo(UDP_LIMIT);
        assertThat(Message.read(answer).truncated())
                .isEqualTo(responder.overTcp(query).orElseThrow().length() > UDP_LIMIT
                        && Message.read(answer).answers().size()
                                < Message.read(responder.overTcp(query).orElseThrow())
                                        .answers()
                                        .size());
    }

    @Provide
    Arbitrary<Buffer> queries() {
        return Combinators.combine(names(), types()).as(Message::query);
    }

    /** Queries with bytes changed, cut off or added, and noise. */
    @Provide
    Arbitrary<Buffer> packets() {
        Arbitrary<Buffer> whole = Arbitraries.oneOf(
                queries(),
                Combinators.combine(names(), types(), Arbitraries.integers().between(0, 70_000), Arbitraries.of(0, 1))
                        .as((name, type, payload, version) -> Message.query(name, type, payload & 0xFFFF, version)));
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 80);
        Arbitrary<Byte> value = Arbitraries.oneOf(
                Arbitraries.bytes(), Arbitraries.of((byte) 0xC0, (byte) 0xFF, (byte) 0, (byte) 63, (byte) 64));
        Arbitrary<Buffer> changed = Combinators.combine(
                        whole,
                        place,
                        value,
                        place,
                        value,
                        Arbitraries.integers().between(0, 3))
                .as((packet, at, one, at2, other, kind) -> {
                    byte[] bytes = packet.getBytes();
                    bytes[at % bytes.length] = one;
                    if (kind > 0) {
                        bytes[at2 % bytes.length] = other;
                    }
                    return kind == 3
                            ? Buffer.buffer(bytes).slice(0, at2 % bytes.length).copy()
                            : Buffer.buffer(bytes).appendBytes(new byte[kind]);
                });
        Arbitrary<Buffer> noise =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(600).map(Buffer::buffer);
        return Arbitraries.oneOf(whole, changed, changed, noise);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(
                "lotse",
                "orders.service.lotse",
                "OrDeRs.service.LOTSE",
                "o-1.instance.lotse",
                "service.lotse",
                "_orders._tcp.lotse",
                "_orders._tcp.service.lotse",
                "nothing.service.lotse",
                "example.org",
                "a",
                "x".repeat(63) + ".service.lotse",
                ("x".repeat(60) + ".").repeat(3) + "lotse");
    }

    private static Arbitrary<DnsRecordType> types() {
        return Arbitraries.of(
                DnsRecordType.A,
                DnsRecordType.AAAA,
                DnsRecordType.SRV,
                DnsRecordType.ANY,
                DnsRecordType.SOA,
                DnsRecordType.NS,
                DnsRecordType.AXFR,
                DnsRecordType.TXT);
    }
}
