package io.lotse.dns;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.dns.Message.Reply;
import io.lotse.meshview.MeshView;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(VertxExtension.class)
class ResponderTest {
    private static final int NOERROR = 0;
    private static final int FORMERR = 1;
    private static final int SERVFAIL = 2;
    private static final int NXDOMAIN = 3;
    private static final int NOTIMP = 4;
    private static final int REFUSED = 5;
    private static final int BADVERS = 16;

    private TestMesh mesh;
    private Responder responder;

    @BeforeEach
    void start(Vertx vertx) {
        mesh = TestMesh.start(vertx);
        responder = responder(mesh.view());
    }

    private static Responder responder(MeshView view) {
        DnsConfig config = DnsConfig.of("127.0.0.1", 8600, TestMesh.HOST, "development");
        return new Responder(new Zone(config, view, ViewNames.follow(view)), config.udpPayload());
    }

    private Reply ask(String name, DnsRecordType type) {
        return reply(Message.query(name, type));
    }

    private Reply reply(Buffer query) {
        return Message.read(responder.overUdp(query).orElseThrow());
    }

    @Test
    void answersWithTheAddressesOfActiveInstances() {
        mesh.instance("o-1", "orders", "10.0.0.1", 8001);
        mesh.instance("o-2", "orders", "fd00::2", 8002);
        mesh.instance("o-3", "orders", "10.0.0.3", 8003, "there", InstanceStatus.INACTIVE, Protocol.TCP);

        Reply reply = ask("orders.service.lotse", DnsRecordType.A);
        assertThat(reply.id()).isEqualTo(0x1234);
        assertThat(reply.authoritative()).isTrue();
        assertThat(reply.answers()).containsExactly("orders.service.lotse. A 10.0.0.1");
        assertThat(ask("orders.service.lotse", DnsRecordType.AAAA).answers())
                .containsExactly("orders.service.lotse. AAAA fd00:0:0:0:0:0:0:2");
    }

    @Test
    void mixesNoEnvironmentsAndTellsOfAnotherWhereANameSaysSo() {
        mesh.instance("o-1", "orders", "10.0.0.1", 8001);
        mesh.instanceIn("test", "o-2", "orders", "10.0.0.2", 8002);
        mesh.instanceIn("test", "b-1", "billing", "10.0.0.3", 8003);

        assertThat(ask("orders.service.lotse", DnsRecordType.A).answers())
                .containsExactly("orders.service.lotse. A 10.0.0.1");
        assertThat(ask("orders.service.test.env.lotse", DnsRecordType.A).answers())
                .containsExactly("orders.service.test.env.lotse. A 10.0.0.2");
        assertThat(ask("_orders._tcp.service.test.env.lotse", DnsRecordType.SRV).answers())
                .hasSize(1);
        assertThat(ask("billing.service.lotse", DnsRecordType.A).code()).isEqualTo(NXDOMAIN);
        assertThat(ask("orders.service.production.env.lotse", DnsRecordType.A).code())
                .isEqualTo(NXDOMAIN);
        assertThat(ask("orders.service.nowhere.env.lotse", DnsRecordType.A).code())
                .isEqualTo(NXDOMAIN);
        assertThat(List.of("env.lotse", "test.env.lotse", "service.test.env.lotse"))
                .allSatisfy(
                        name -> assertThat(ask(name, DnsRecordType.A).code()).isEqualTo(0));
    }

    @Test
    void failsForANameInAnEnvironmentAsATestWantsIt() {
        mesh.instanceIn("test", "o-1", "orders", "10.0.0.1", 8001);
        mesh.instanceIn("test", "b-1", "billing", "10.0.0.2", 8002);
        mesh.instance("o-2", "orders", "10.0.0.3", 8003);
        mesh.dnsFault("test", "orders", null, 1);

        assertThat(ask("orders.service.test.env.lotse", DnsRecordType.A).code()).isEqualTo(SERVFAIL);
        assertThat(ask("orders.service.test.env.lotse", DnsRecordType.A).answers())
                .as("the second one")
                .hasSize(1);

        mesh.dnsFault("test", "orders", DnsFailure.NXDOMAIN, null);
        assertThat(ask("_orders._tcp.service.test.env.lotse", DnsRecordType.SRV).code())
                .isEqualTo(NXDOMAIN);
        assertThat(ask("billing.service.test.env.lotse", DnsRecordType.A).code())
                .isEqualTo(NOERROR);
        assertThat(ask("orders.service.lotse", DnsRecordType.A).code())
                .as("another environment")
                .isEqualTo(NOERROR);
    }

    @Test
    void tellsTwoInstancesAtOneAddressOnce() {
        mesh.instance("o-1", "orders", "10.0.0.1", 8001);
        mesh.instance("o-2", "orders", "10.0.0.1", 8002);
        assertThat(ask("orders.service.lotse", DnsRecordType.A).answers()).hasSize(1);
        assertThat(ask("orders.service.lotse", DnsRecordType.SRV).answers()).hasSize(2);
    }

    @Test
    void eachInstanceComesFirstAboutAsOften() {
        for (int i = 0; i < 4; i++) {
            mesh.instance("o-" + i, "orders", "10.0.0." + i, 8001 + i);
        }
        int[] first = new int[4];
        for (int i = 0; i < 4000; i++) {
            String text = ask("orders.service.lotse", DnsRecordType.A).answers().get(0);
            first[text.charAt(text.length() - 1) - '0']++;
        }
        assertThat(first).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(800, 1200);
            }
        });
    }

    @Test
    void srvNamesEachInstanceWithItsPortAndBringsItsAddress() {
        mesh.instance("o-1", "orders", "10.0.0.1", 8001);
        for (String name : List.of("orders.service.lotse", "_orders._tcp.service.lotse")) {
            Reply reply = ask(name, DnsRecordType.SRV);
            assertThat(reply.answers()).containsExactly(name + ". SRV 1 1 8001 o-1.instance.lotse.");
            assertThat(reply.additional()).containsExactly("o-1.instance.lotse. A 10.0.0.1");
        }
        assertThat(ask("o-1.instance.lotse", DnsRecordType.A).answers())
                .containsExactly("o-1.instance.lotse. A 10.0.0.1");
    }

    @Test
    void aProtocolsNameHasOnlyTheInstancesThatSpeakIt() {
        mesh.instance("t", "syslog", "10.0.0.1", 8001);
        mesh.instance("u", "syslog", "10.0.0.2", 8002, "there", InstanceStatus.ACTIVE, Protocol.UDP);
        assertThat(ask("_syslog._udp.service.lotse", DnsRecordType.SRV).answers())
                .containsExactly("_syslog._udp.service.lotse. SRV 1 1 8002 u.instance.lotse.");
        assertThat(ask("syslog.service.lotse", DnsRecordType.SRV).answers()).hasSize(2);
        assertThat(ask("_syslog._tcp.service.lotse", DnsRecordType.A).answers()).isEmpty();
    }

    @Test
    void dotsAndUnderscoresBelongToAServicesName() {
        mesh.instance("o-1", "orders.v1", "10.0.0.1", 8001);
        mesh.instance("o-2", "_tcp_things", "10.0.0.2", 8002);
        assertThat(ask("orders.v1.service.lotse", DnsRecordType.A).answers()).hasSize(1);
        assertThat(ask("_orders.v1._tcp.service.lotse", DnsRecordType.SRV).answers())
                .hasSize(1);
        assertThat(ask("__tcp_things._tcp.service.lotse", DnsRecordType.SRV).answers())
                .hasSize(1);
        assertThat(ask("v1.service.lotse", DnsRecordType.A).code()).isEqualTo(NOERROR);
        assertThat(ask("v2.service.lotse", DnsRecordType.A).code()).isEqualTo(NXDOMAIN);
    }

    @Test
    void findsANameInAnyCaseAndKeepsTheCaseOfTheQuestion() {
        mesh.instance("Orders-1", "orders", "10.0.0.1", 8001);
        assertThat(ask("oRdErS.SeRvIcE.LoTsE", DnsRecordType.A).answers())
                .containsExactly("oRdErS.SeRvIcE.LoTsE. A 10.0.0.1");
        assertThat(ask("oRdErS-1.instance.lotse", DnsRecordType.A).answers())
                .containsExactly("oRdErS-1.instance.lotse. A 10.0.0.1");
        mesh.remove("Orders-1");
        assertThat(ask("orders-1.instance.lotse", DnsRecordType.A).code()).isEqualTo(NXDOMAIN);
        assertThat(ask("orders.service.lotse", DnsRecordType.A).code()).isEqualTo(NXDOMAIN);
    }

    @Test
    void tellsNoSuchNameFromNoSuchRecord() {
        mesh.instance("o-1", "orders", "10.0.0.1", 8001, "there", InstanceStatus.INACTIVE, Protocol.TCP);
        for (String name : List.of("nobody.service.lotse", "nobody.instance.lotse", "nobody.lotse", "a.b.c.lotse")) {
            Reply reply = ask(name, DnsRecordType.A);
            assertThat(reply.code()).as(name).isEqualTo(NXDOMAIN);
            assertThat(reply.authority()).containsExactly("lotse. SOA");
        }
        for (String name :
                List.of("orders.service.lotse", "service.lotse", "instance.lotse", "_tcp.service.lotse", "lotse")) {
            Reply reply = ask(name, DnsRecordType.A);
            assertThat(reply.code()).as(name).isEqualTo(NOERROR);
            assertThat(reply.answers()).isEmpty();
            assertThat(reply.authority()).containsExactly("lotse. SOA");
        }
    }

    @Test
    void theZoneHasItsOwnRecords() {
        assertThat(ask("lotse", DnsRecordType.SOA).answers()).containsExactly("lotse. SOA");
        Reply servers = ask("lotse", DnsRecordType.NS);
        assertThat(servers.answers()).containsExactly("lotse. NS");
        assertThat(servers.additional()).containsExactly("ns.lotse. A 127.0.0.1");
        assertThat(ask("ns.lotse", DnsRecordType.A).answers()).containsExactly("ns.lotse. A 127.0.0.1");
        assertThat(ask("lotse", DnsRecordType.ANY).answers()).containsExactly("lotse. SOA");
    }

    @Test
    void aWildcardStandsForItsHostsAddressesAndLoopbackIsToldAtHomeOnly() {
        mesh.instance("w-1", "wild", "0.0.0.0", 8001);
        mesh.instance("l-1", "local", "127.0.0.1", 8002);
        mesh.instance("l-2", "local", "127.0.0.2", 8003, "there", InstanceStatus.ACTIVE, Protocol.TCP);
        mesh.instance("n-1", "named", "db.example.com", 8004);
        assertThat(ask("wild.service.lotse", DnsRecordType.A).answers())
                .containsExactly("wild.service.lotse. A 10.1.1.1");
        assertThat(ask("local.service.lotse", DnsRecordType.A).answers())
                .containsExactly("local.service.lotse. A 127.0.0.1");
        assertThat(ask("local.service.lotse", DnsRecordType.SRV).answers()).hasSize(1);
        assertThat(ask("named.service.lotse", DnsRecordType.SRV).answers())
                .containsExactly("named.service.lotse. SRV 1 1 8004 db.example.com.");
    }

    @Test
    void truncatesOverUdpAndTellsAllOverTcp() {
        for (int i = 0; i < 100; i++) {
            mesh.instance("o-" + i, "orders", "10.0.0." + i, 8001 + i);
        }
        Buffer query = Message.query("orders.service.lotse", DnsRecordType.A);
        Buffer small = responder.overUdp(query).orElseThrow();
        assertThat(small.length()).isLessThanOrEqualTo(512);
        assertThat(Message.read(small).truncated()).isTrue();
        assertThat(Message.read(small).answers()).hasSize(29);

        Buffer larger = responder
                .overUdp(Message.query("orders.service.lotse", DnsRecordType.A, 1000, 0))
                .orElseThrow();
        assertThat(larger.length()).isBetween(960, 1000);
        assertThat(Message.read(larger).additional()).containsExactly(". OPT");
        Buffer largest = responder
                .overUdp(Message.query("orders.service.lotse", DnsRecordType.A, 65_535, 0))
                .orElseThrow();
        assertThat(largest.length()).isBetween(1190, 1232);

        Reply whole = Message.read(responder.overTcp(query).orElseThrow());
        assertThat(whole.truncated()).isFalse();
        assertThat(new TreeSet<>(whole.answers())).hasSize(100);
        Reply routes = Message.read(responder
                .overTcp(Message.query("orders.service.lotse", DnsRecordType.SRV))
                .orElseThrow());
        assertThat(routes.answers()).hasSize(100);
        assertThat(routes.additional()).hasSize(100).contains("o-7.instance.lotse. A 10.0.0.7");
    }

    @Test
    void leavesOutAdditionalRecordsWithoutCallingItTruncated() {
        for (int i = 0; i < 8; i++) {
            mesh.instance("order-instance-" + i, "orders", "10.0.0." + i, 8001 + i);
        }
        Reply reply = ask("orders.service.lotse", DnsRecordType.SRV);
        assertThat(reply.answers()).hasSize(8);
        assertThat(reply.additional()).hasSizeLessThan(8);
        assertThat(reply.truncated()).isFalse();
    }

    @Test
    void refusesWhatIsNotItsOwn() {
        assertThat(ask("example.com", DnsRecordType.A).code()).isEqualTo(REFUSED);
        assertThat(ask("xlotse", DnsRecordType.A).code()).isEqualTo(REFUSED);
        assertThat(ask("lotse", DnsRecordType.AXFR).code()).isEqualTo(REFUSED);
        Buffer chaos = Message.query("lotse", DnsRecordType.TXT, out -> out.setShort(out.writerIndex() - 2, 3));
        assertThat(reply(chaos).code()).isEqualTo(REFUSED);
    }

    @Test
    void saysWhatItDoesNotDo() {
        Buffer update = Message.query("lotse", DnsRecordType.SOA, out -> out.setShort(2, 0x2800));
        assertThat(reply(update).code()).isEqualTo(NOTIMP);
        Buffer answer = responder
                .overUdp(Message.query("lotse", DnsRecordType.SOA, 1232, 1))
                .orElseThrow();
        assertThat(answer.getUnsignedShort(2) & 0xF).isZero();
        assertThat(answer.getUnsignedByte(answer.length() - 6)).isEqualTo((short) (BADVERS >> 4));
    }

    @Test
    void tellsBrokenQueriesFromGarbage() {
        Buffer good = Message.query("orders.service.lotse", DnsRecordType.A);
        for (int length = 12; length < good.length(); length++) {
            Reply reply = reply(good.slice(0, length));
            assertThat(reply.id()).isEqualTo(0x1234);
            assertThat(reply.code()).as("cut at " + length).isEqualTo(FORMERR);
        }
        for (int length = 0; length < 12; length++) {
            assertThat(responder.overUdp(good.slice(0, length))).isEmpty();
        }
        assertThat(responder.overUdp(Message.query("lotse", DnsRecordType.A, out -> out.setShort(2, 0x8000))))
                .isEmpty();
        assertThat(reply(Message.query("lotse", DnsRecordType.A, out -> out.setShort(4, 2)))
                        .code())
                .isEqualTo(FORMERR);
        Buffer toItself = Message.query("lotse", DnsRecordType.A, out -> out.setShort(12, 0xC00C));
        assertThat(reply(toItself).code()).isEqualTo(FORMERR);
        String label = "a".repeat(63);
        String tooLong = String.join(".", label, label, label, label, "lotse");
        assertThat(ask(tooLong, DnsRecordType.A).code()).isEqualTo(FORMERR);
    }

    @Test
    void aDotWithinALabelIsNoSeparator() {
        mesh.instance("o-1", "orders", "10.0.0.1", 8001);
        Buffer query = Message.query("orders_service.lotse", DnsRecordType.A, out -> out.setByte(19, '.'));
        assertThat(reply(query).code()).isEqualTo(NXDOMAIN);
    }

    @Test
    void saysNothingOfNamesBeforeTheViewWasReadFirst() {
        responder = responder(new MeshView(java.time.Clock.systemUTC()));
        assertThat(ask("orders.service.lotse", DnsRecordType.A).code()).isEqualTo(SERVFAIL);
    }

    @Test
    void survivesRandomBytes() {
        mesh.instance("o-1", "orders", "10.0.0.1", 8001);
        Random random = new Random(42);
        byte[] good = Message.query("orders.service.lotse", DnsRecordType.SRV, 1232, 0)
                .getBytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = i % 2 == 0 ? new byte[random.nextInt(600)] : good.clone();
            if (i % 2 == 0) {
                random.nextBytes(packet);
            } else {
                for (int change = 0; change < 3; change++) {
                    packet[random.nextInt(packet.length)] = (byte) random.nextInt();
                }
            }
            responder.overUdp(Buffer.buffer(packet)).ifPresent(answer -> {
                assertThat(answer.length()).isBetween(12, 1232);
                assertThat(answer.getUnsignedShort(0))
                        .isEqualTo(Buffer.buffer(packet).getUnsignedShort(0));
            });
        }
        assertThat(ask("orders.service.lotse", DnsRecordType.A).answers()).hasSize(1);
    }
}
