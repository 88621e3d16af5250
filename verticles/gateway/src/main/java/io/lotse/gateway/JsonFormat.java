package io.lotse.gateway;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

/** An object for each request; what there is none of has no key. */
final class JsonFormat implements AccessFormat {
    private static final double NANOS_IN_MILLI = 1_000_000;

    private final JsonFactory json = JsonFactory.builder()
            // what is not ASCII may be a terminal's command
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private final boolean query;

    /** @param query whether the query is shown */
    JsonFormat(boolean query) {
        this.query = query;
    }

    @Override
    public String line(AccessEntry entry) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator to = json.createGenerator(line)) {
            to.writeStartObject();
            request(entry, to);
            answer(entry, to);
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private void request(AccessEntry entry, JsonGenerator to) throws IOException {
        to.writeStringField("time", entry.time().toString());
        text(to, "client", entry.client());
        text(to, "user", entry.user());
        text(to, "method", entry.method());
        text(to, "host", entry.host());
        text(to, "path", AccessFormat.shown(entry.target(), query));
        text(to, "protocol", entry.protocol());
        text(to, "user_agent", entry.userAgent());
        text(to, "referer", entry.referer());
        text(to, "request_id", entry.requestId());
        text(to, "trace_id", entry.traceId());
    }

    private static void answer(AccessEntry entry, JsonGenerator to) throws IOException {
        to.writeNumberField("status", entry.status());
        text(to, "outcome", entry.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        to.writeNumberField("bytes_in", entry.bytesIn());
        to.writeNumberField("bytes_out", entry.bytesOut());
        millis(to, "duration_ms", entry.nanos());
        if (entry.firstByteNanos() >= 0) {
            millis(to, "first_byte_ms", entry.firstByteNanos());
        }
        text(to, "route", entry.route());
        text(to, "environment", entry.environment());
        text(to, "upstream", entry.upstream());
        to.writeNumberField("tries", entry.tries());
        text(to, "cache", entry.cache());
    }

    private static void text(JsonGenerator to, String key, String value) throws IOException {
        if (value != null) {
            to.writeStringField(key, value);
        }
    }

    private static void millis(JsonGenerator to, String key, long nanos) throws IOException {
        to.writeNumberField(key, Math.round(nanos / NANOS_IN_MILLI * 1_000) / 1_000.0);
    }
}
