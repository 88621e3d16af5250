package io.lotse.dns;

import java.util.List;

import io.netty.handler.codec.dns.DnsResponseCode;

/**
 * What the zone says to a query.
 *
 * @param code how it went
 * @param authoritative whether it is about our zone
 * @param answers the records that were asked for
 * @param authority the zone's SOA, where there are none (RFC 2308)
 * @param additional records that save the client a second query; left out where there is no room
 */
record Answer(
        DnsResponseCode code,
        boolean authoritative,
        List<ResourceRecord> answers,
        List<ResourceRecord> authority,
        List<ResourceRecord> additional) {

    static Answer failure(DnsResponseCode code) {
        return new Answer(code, false, List.of(), List.of(), List.of());
    }

    static Answer found(List<ResourceRecord> answers, List<ResourceRecord> additional) {
        return new Answer(DnsResponseCode.NOERROR, true, answers, List.of(), additional);
    }

    /** The name has no such record, or does not exist. */
    static Answer nothing(DnsResponseCode code, ResourceRecord startOfAuthority) {
        return new Answer(code, true, List.of(), List.of(startOfAuthority), List.of());
    }
}
