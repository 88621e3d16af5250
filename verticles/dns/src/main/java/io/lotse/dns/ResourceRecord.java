package io.lotse.dns;

import java.net.InetAddress;

import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.buffer.Buffer;

/**
 * One record of an answer.
 *
 * @param owner whose record it is, without the dot at its end
 * @param type its type
 * @param ttl how long it may be kept, in seconds
 * @param data what it says
 */
record ResourceRecord(String owner, DnsRecordType type, long ttl, Data data) {

    /** What a record says. */
    sealed interface Data {
        void write(MessageWriter out);
    }

    /** A or AAAA. */
    record Address(InetAddress address) implements Data {
        @Override
        public void write(MessageWriter out) {
            out.bytes(Buffer.buffer(address.getAddress()));
        }
    }

    /** RFC 2782; its target is not compressed. */
    record Srv(int priority, int weight, int port, String target) implements Data {
        @Override
        public void write(MessageWriter out) {
            out.shorts(priority, weight, port).plainName(target);
        }
    }

    /** The name of a server of the zone. */
    record NameServer(String target) implements Data {
        @Override
        public void write(MessageWriter out) {
            out.name(target);
        }
    }

    /**
     * The zone's own record; its times, in seconds, are for secondary servers, of which there are none.
     *
     * @param negativeTtl how long "no such name" may be kept, in seconds (RFC 2308)
     */
    record StartOfAuthority(String server, String mailbox, long serial, long negativeTtl) implements Data {
        private static final long REFRESH = 60;
        private static final long RETRY = 10;
        private static final long EXPIRE = 3600;

        @Override
        public void write(MessageWriter out) {
            out.name(server).name(mailbox).ints(serial, REFRESH, RETRY, EXPIRE, negativeTtl);
        }
    }
}
