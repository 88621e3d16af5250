package io.lotse.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.buffer.Buffer;

/**
 * A query (RFC 1035, 4.1). Read here and not by netty-codec-dns, whose decoder hands names out in IDN form and its
 * encoder writes no compressed name, which would halve what fits into a datagram.
 *
 * @param header id and flags
 * @param question the bytes of the question as they came, for an answer that repeats the case of each letter
 * @param name whose records are asked for
 * @param type which records
 * @param qclass the class, {@code IN} as a rule
 * @param edns what the client says of itself by EDNS0; null if it does not
 */
record Query(Header header, Buffer question, DomainName name, DnsRecordType type, int qclass, Edns edns) {
    static final int CLASS_IN = 1;
    static final int CLASS_ANY = 255;

    /** The first twelve bytes, without the counts. */
    record Header(int id, int flags) {
        static final int LENGTH = 12;
        static final int RESPONSE = 0x8000;
        static final int OPCODE = 0x7800;
        static final int AUTHORITATIVE = 0x0400;
        static final int TRUNCATED = 0x0200;
        static final int RECURSION_DESIRED = 0x0100;

        boolean isResponse() {
            return (flags & RESPONSE) != 0;
        }

        /** Whether it is a standard query: no status, notification or update. */
        boolean isQuery() {
            return (flags & OPCODE) == 0;
        }
    }

    /**
     * The OPT record of RFC 6891.
     *
     * @param payload how long an answer over UDP may be, in bytes
     * @param version the client's version of EDNS; we know 0
     */
    record Edns(int payload, int version) {}

    /** The packet has a header and is no query behind it. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /** Reads a packet of at least {@link Header#LENGTH} bytes. */
    static Header header(ByteBuf packet) {
        return new Header(packet.getUnsignedShort(0), packet.getUnsignedShort(2));
    }

    /** @throws MalformedException if it has not one question, or breaks off */
    static Query read(ByteBuf packet) throws MalformedException {
        try {
            return readWhole(packet);
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedException("breaks off");
        }
    }

    private static Query readWhole(ByteBuf packet) throws MalformedException {
        if (packet.getUnsignedShort(4) != 1) {
            throw new MalformedException("has not one question");
        }
        int answersAndAuthority = packet.getUnsignedShort(6) + packet.getUnsignedShort(8);
        int additional = packet.getUnsignedShort(10);
        packet.readerIndex(Header.LENGTH);
        DomainName name = readName(packet);
        DnsRecordType type = DnsRecordType.valueOf(packet.readUnsignedShort());
        int qclass = packet.readUnsignedShort();
        Buffer question =
                Buffer.buffer(ByteBufUtil.getBytes(packet, Header.LENGTH, packet.readerIndex() - Header.LENGTH));
        for (int i = 0; i < answersAndAuthority; i++) {
            readRecord(packet);
        }
        Edns edns = null;
        for (int i = 0; i < additional; i++) {
            Edns opt = readRecord(packet);
            if (opt != null && edns != null) {
                throw new MalformedException("has two OPT records");
            }
            edns = opt != null ? opt : edns;
        }
        return new Query(header(packet), question, name, type, qclass, edns);
    }

    private static DomainName readName(ByteBuf packet) throws MalformedException {
        List<String> labels = new ArrayList<>(6);
        int start = packet.readerIndex();
        for (int length = packet.readUnsignedByte(); length != 0; length = packet.readUnsignedByte()) {
            if (length > 63) {
                throw new MalformedException("has a compressed name in its question");
            }
            labels.add(label(packet.readCharSequence(length, StandardCharsets.ISO_8859_1)));
            // the root is still to come
            if (packet.readerIndex() - start >= DomainName.LONGEST_NAME) {
                throw new MalformedException("has a name over 255 bytes");
            }
        }
        return new DomainName(labels);
    }

    private static String label(CharSequence raw) {
        String text = raw.toString();
        boolean plain = text.indexOf('.') < 0 && text.indexOf('\\') < 0;
        return plain ? text : text.replace("\\", "\\\\").replace(".", "\\.");
    }

    /** Skips a record; returns what it says if it is an OPT record, else null. */
    private static Edns readRecord(ByteBuf packet) throws MalformedException {
        skipName(packet);
        int type = packet.readUnsignedShort();
        int payload = packet.readUnsignedShort();
        packet.skipBytes(1);
        int version = packet.readUnsignedByte();
        packet.skipBytes(2);
        packet.skipBytes(packet.readUnsignedShort());
        return type == DnsRecordType.OPT.intValue() ? new Edns(payload, version) : null;
    }

    private static void skipName(ByteBuf packet) throws MalformedException {
        while (true) {
            int length = packet.readUnsignedByte();
            if (length == 0) {
                return;
            }
            if (length >= 0xC0) {
                packet.skipBytes(1);
                return;
            }
            if (length > 63) {
                throw new MalformedException("has a label of unknown type");
            }
            packet.skipBytes(length);
        }
    }
}
