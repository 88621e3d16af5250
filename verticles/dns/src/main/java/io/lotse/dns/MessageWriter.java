package io.lotse.dns;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/** Writes a message, with names compressed (RFC 1035, 4.1.4). */
final class MessageWriter {
    private static final int POINTER = 0xC000;
    /** A pointer has 14 bits. */
    private static final int FARTHEST = 0x3FFF;

    private final ByteBuf out = Unpooled.buffer(512);
    /** Where a name, in lower case, was written first. */
    private final Map<String, Integer> offsets = new HashMap<>();

    int length() {
        return out.writerIndex();
    }

    byte[] toBytes() {
        return ByteBufUtil.getBytes(out);
    }

    MessageWriter shorts(int... values) {
        for (int value : values) {
            out.writeShort(value);
        }
        return this;
    }

    MessageWriter ints(long... values) {
        for (long value : values) {
            out.writeInt((int) value);
        }
        return this;
    }

    MessageWriter bytes(Buffer bytes) {
        out.writeBytes(bytes.getBytes());
        return this;
    }

    /** Overwrites what was written. */
    void setShort(int at, int value) {
        out.setShort(at, value);
    }

    /** The question as it came; later names point into it. */
    void question(Query query) {
        int offset = length();
        List<String> suffixes = query.name().suffixes();
        for (int i = 0; i < suffixes.size(); i++) {
            offsets.putIfAbsent(suffixes.get(i), offset);
            offset += 1 + query.question().getByte(offset - Query.Header.LENGTH);
        }
        bytes(query.question());
    }

    /** A name of ours; what was written before is pointed to. */
    MessageWriter name(String name) {
        String rest = name;
        while (!rest.isEmpty()) {
            Integer known = offsets.putIfAbsent(rest.toLowerCase(Locale.ROOT), length());
            if (known != null && known <= FARTHEST) {
                out.writeShort(POINTER | known);
                return this;
            }
            rest = label(rest);
        }
        out.writeByte(0);
        return this;
    }

    /** A name of ours in full. */
    MessageWriter plainName(String name) {
        String rest = name;
        while (!rest.isEmpty()) {
            rest = label(rest);
        }
        out.writeByte(0);
        return this;
    }

    private String label(String name) {
        int dot = name.indexOf('.');
        String label = dot < 0 ? name : name.substring(0, dot);
        out.writeByte(label.length());
        out.writeCharSequence(label, StandardCharsets.US_ASCII);
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /** Writes a record if the message stays within the limit, else nothing. */
    boolean record(ResourceRecord record, int limit) {
        int start = length();
        name(record.owner());
        shorts(record.type().intValue(), Query.CLASS_IN);
        ints(record.ttl());
        int lengthAt = length();
        shorts(0);
        record.data().write(this);
        if (length() > limit) {
            out.writerIndex(start);
            offsets.values().removeIf(offset -> offset >= start);
            return false;
        }
        setShort(lengthAt, length() - lengthAt - 2);
        return true;
    }
}
