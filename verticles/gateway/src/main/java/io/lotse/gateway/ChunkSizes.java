package io.lotse.gateway;

import io.netty.buffer.ByteBuf;

/**
 * Follows the chunks of one body beside the stack's decoder, which lets a size of more than eight hex digits overflow
 * without a word: one that reads such a size right would end the request elsewhere (RFC 9112, 7.1).
 */
final class ChunkSizes {
    /** The longest that the decoder reads right; the ninth digit pushes the first one out. */
    private static final int MAX_DIGITS = 8;

    private enum Part {
        SIZE,
        REST_OF_LINE,
        DATA,
        END_OF_DATA
    }

    private Part part = Part.SIZE;
    private int digits;
    private long size;

    /** Whether a size that begins or goes on at the reader index is too long; reads nothing. */
    boolean refuse(ByteBuf in) {
        if (part != Part.SIZE) {
            return false;
        }
        int seen = digits;
        for (int i = in.readerIndex(); i < in.writerIndex() && seen <= MAX_DIGITS; i++) {
            if (Character.digit(in.getByte(i), 16) < 0) {
                return false;
            }
            seen++;
        }
        return seen > MAX_DIGITS;
    }

    /** The decoder has taken the bytes from one index up to another. */
    void taken(ByteBuf in, int from, int to) {
        int at = from;
        while (at < to) {
            if (part == Part.DATA) {
                long step = Math.min(size, to - at);
                at += (int) step;
                size -= step;
                part = size == 0 ? Part.END_OF_DATA : Part.DATA;
            } else {
                take(in.getByte(at++));
            }
        }
    }

    private void take(byte b) {
        int digit = part == Part.SIZE ? Character.digit(b, 16) : -1;
        if (digit >= 0) {
            size = size * 16 + digit;
            digits++;
        } else if (b != '\n') {
            part = part == Part.SIZE ? Part.REST_OF_LINE : part;
        } else if (part == Part.END_OF_DATA) {
            part = Part.SIZE;
            digits = 0;
            size = 0;
        } else {
            // after the last chunk there are trailers, which the decoder reads by itself
            part = size == 0 ? Part.REST_OF_LINE : Part.DATA;
        }
    }
}
