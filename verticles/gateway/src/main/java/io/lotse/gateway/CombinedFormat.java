package io.lotse.gateway;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The format that Apache and nginx call combined; what does not fit it stands after it, as key=value. */
final class CombinedFormat implements AccessFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final String HEX = "0123456789ABCDEF";

    private final boolean query;

    /** @param query whether the query is shown */
    CombinedFormat(boolean query) {
        this.query = query;
    }

    @Override
    public String line(AccessEntry entry) {
        StringBuilder line = new StringBuilder(256);
        bare(line, entry.client()).append(" - ");
        bare(line, entry.user()).append(" [");
        TIME.formatTo(entry.time(), line);
        line.append("] \"");
        quoted(line, entry.method()).append(' ');
        quoted(line, AccessFormat.shown(entry.target(), query)).append(' ');
        quoted(line, entry.protocol()).append("\" ");
        line.append(entry.status()).append(' ').append(entry.bytesOut()).append(" \"");
        quoted(line, entry.referer()).append("\" \"");
        quoted(line, entry.userAgent()).append("\" id=");
        bare(line, entry.requestId()).append(" upstream=");
        bare(line, entry.upstream()).append(" us=").append(entry.nanos() / 1_000);
        if (entry.traceId() != null) {
            line.append(" trace=").append(entry.traceId());
        }
        return line.toString();
    }

    /** As nginx escapes: quotes, backslashes and all but printable ASCII become {@code \xXX}. */
    private static StringBuilder quoted(StringBuilder line, String text) {
        return append(line, text, ' ');
    }

    /** As above, without spaces, for a field that no quotes enclose. */
    private static StringBuilder bare(StringBuilder line, String text) {
        return append(line, text, '!');
    }

    private static StringBuilder append(StringBuilder line, String text, char first) {
        if (text == null || text.isEmpty()) {
            return line.append('-');
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= first && c < 0x7f && c != '"' && c != '\\') {
                line.append(c);
            } else if (c > 0xff) {
                line.append(String.format("\\u%04X", (int) c));
            } else {
                line.append("\\x").append(HEX.charAt(c >> 4 & 0xf)).append(HEX.charAt(c & 0xf));
            }
        }
        return line;
    }
}
