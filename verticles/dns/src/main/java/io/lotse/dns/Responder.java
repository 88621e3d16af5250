package io.lotse.dns;

import java.util.Optional;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.dns.Query.Edns;
import io.lotse.dns.Query.Header;

/** Bytes of a query to bytes of its answer. */
final class Responder {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final int UDP_LIMIT = 512;
    private static final int TCP_LIMIT = 65_535;
    private static final int OPT_LENGTH = 11;

    private final Zone zone;
    private final int udpPayload;

    /** @param udpPayload the longest answer over UDP, for who takes so much; bytes */
    Responder(Zone zone, int udpPayload) {
        this.zone = zone;
        this.udpPayload = udpPayload;
    }

    /** Answers a datagram; empty if it is no query and has to be met with silence. */
    Optional<Buffer> overUdp(Buffer packet) {
        return answer(packet, false);
    }

    /** Answers a message of a connection; empty if it is no query. */
    Optional<Buffer> overTcp(Buffer message) {
        return answer(message, true);
    }

    private Optional<Buffer> answer(Buffer packet, boolean tcp) {
        if (packet.length() < Header.LENGTH) {
            return Optional.empty();
        }
        ByteBuf bytes = Unpooled.wrappedBuffer(packet.getBytes());
        Header header = Query.header(bytes);
        // an answer to an answer could go back and forth for ever
        if (header.isResponse()) {
            return Optional.empty();
        }
        if (!header.isQuery()) {
            return Optional.of(failure(header, DnsResponseCode.NOTIMP));
        }
        try {
            Query query = Query.read(bytes);
            return Optional.of(encode(query, zoneAnswer(query), tcp));
        } catch (Query.MalformedException e) {
            return Optional.of(failure(header, DnsResponseCode.FORMERR));
        }
    }

    private Answer zoneAnswer(Query query) {
        if (query.edns() != null && query.edns().version() > 0) {
            return Answer.failure(DnsResponseCode.BADVERS_OR_BADSIG);
        }
        try {
            return zone.answer(query);
        } catch (RuntimeException e) {
            LOG.error("event=dns_answer_failed type={}", query.type(), e);
            return Answer.failure(DnsResponseCode.SERVFAIL);
        }
    }

    private static Buffer failure(Header header, DnsResponseCode code) {
        int flags = Header.RESPONSE | (header.flags() & (Header.OPCODE | Header.RECURSION_DESIRED)) | code.intValue();
        return Buffer.buffer(
                new MessageWriter().shorts(header.id(), flags, 0, 0, 0, 0).toBytes());
    }

    private Buffer encode(Query query, Answer answer, boolean tcp) {
        Edns edns = query.edns();
        int limit = limit(edns, tcp) - (edns == null ? 0 : OPT_LENGTH);
        MessageWriter out = new MessageWriter().shorts(query.header().id(), 0, 1, 0, 0, 0);
        out.question(query);
        int answers = write(out, answer.answers(), limit);
        int authority = write(out, answer.authority(), limit);
        boolean whole = answers == answer.answers().size()
                && authority == answer.authority().size();
        int additional = whole ? write(out, answer.additional(), limit) : 0;
        if (edns != null) {
            writeOpt(out, answer.code());
            additional++;
        }
        out.setShort(2, flags(query.header(), answer, !whole && !tcp));
        out.setShort(6, answers);
        out.setShort(8, authority);
        out.setShort(10, additional);
        return Buffer.buffer(out.toBytes());
    }

    private int limit(Edns edns, boolean tcp) {
        if (tcp) {
            return TCP_LIMIT;
        }
        return edns == null ? UDP_LIMIT : Math.max(UDP_LIMIT, Math.min(udpPayload, edns.payload()));
    }

    /** Writes as many of the records as there is room for; returns how many. */
    private static int write(MessageWriter out, Iterable<ResourceRecord> records, int limit) {
        int written = 0;
        for (ResourceRecord record : records) {
            if (!out.record(record, limit)) {
                return written;
            }
            written++;
        }
        return written;
    }

    /** The root's OPT record with the upper bits of the code (RFC 6891, 6.1.3). */
    private void writeOpt(MessageWriter out, DnsResponseCode code) {
        out.plainName("")
                .shorts(DnsRecordType.OPT.intValue(), udpPayload)
                .ints((long) (code.intValue() >> 4) << 24)
                .shorts(0);
    }

    private static int flags(Header header, Answer answer, boolean truncated) {
        return Header.RESPONSE
                | (header.flags() & Header.RECURSION_DESIRED)
                | (answer.authoritative() ? Header.AUTHORITATIVE : 0)
                | (truncated ? Header.TRUNCATED : 0)
                | (answer.code().intValue() & 0xF);
    }
}
