package io.lotse.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import io.vertx.core.buffer.Buffer;

/** Queries as bytes, and answers read by somebody else's code (Netty's). */
final class Message {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);

    private Message() {}

    static Buffer query(String name, DnsRecordType type) {
        return query(name, type, out -> {});
    }

    /** A query with an OPT record. */
    static Buffer query(String name, DnsRecordType type, int payload, int version) {
        return query(name, type, out -> {
            out.setShort(10, 1);
            out.writeByte(0)
                    .writeShort(41)
                    .writeShort(payload)
                    .writeInt(version << 16)
                    .writeShort(0);
        });
    }

    static Buffer query(String name, DnsRecordType type, Consumer<ByteBuf> change) {
        ByteBuf out = Unpooled.buffer();
        out.writeShort(0x1234).writeShort(0x0100).writeShort(1).writeShort(0).writeInt(0);
        for (String label : name.split("\\.", -1)) {
            out.writeByte(label.length()).writeBytes(label.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        out.writeByte(0).writeShort(type.intValue()).writeShort(1);
        change.accept(out);
        return Buffer.buffer(ByteBufUtil.getBytes(out));
    }

    /** What the parts of an answer are, as text: {@code NAME TYPE DATA}. */
    record Reply(int id, int code, int flags, List<String> answers, List<String> authority, List<String> additional) {
        boolean truncated() {
            return (flags & 0x0200) != 0;
        }

        boolean authoritative() {
            return (flags & 0x0400) != 0;
        }
    }

    static Reply read(Buffer bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new DatagramDnsResponseDecoder());
        channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(bytes.getBytes()), ANYWHERE, ANYWHERE));
        DatagramDnsResponse response = channel.readInbound();
        try {
            return new Reply(
                    response.id(),
                    response.code().intValue(),
                    bytes.getUnsignedShort(2),
                    texts(response, DnsSection.ANSWER),
                    texts(response, DnsSection.AUTHORITY),
                    texts(response, DnsSection.ADDITIONAL));
        } finally {
            response.release();
        }
    }

    private static List<String> texts(DatagramDnsResponse response, DnsSection section) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < response.count(section); i++) {
            DnsRecord record = response.recordAt(section, i);
            texts.add((record.name() + " " + record.type().name() + " " + data(record)).strip());
        }
        return texts;
    }

    private static String data(DnsRecord record) {
        if (!(record instanceof DnsRawRecord raw)) {
            return "";
        }
        ByteBuf in = raw.content();
        return switch (record.type().name()) {
            case "A", "AAAA" -> address(ByteBufUtil.getBytes(in));
            case "SRV" ->
                in.readUnsignedShort() + " " + in.readUnsignedShort() + " " + in.readUnsignedShort() + " "
                        + DefaultDnsRecordDecoder.decodeName(in);
            default -> "";
        };
    }

    private static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
