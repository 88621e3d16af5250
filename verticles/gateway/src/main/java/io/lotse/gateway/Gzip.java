package io.lotse.gateway;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Compresses one body after another, by RFC 1952. */
final class Gzip {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final CRC32 checksum = new CRC32();
    private final byte[] made = new byte[8 * 1024];
    private boolean begun;
    private long length;

    /** Begins a body. */
    void begin(int level) {
        deflater.reset();
        deflater.setLevel(level);
        checksum.reset();
        begun = false;
        length = 0;
    }

    /**
     * What can be sent after this chunk; null for nothing yet.
     *
     * @param flush whether the client gets all of the chunk now
     */
    Buffer add(Buffer chunk, boolean flush) {
        ByteBuffer bytes = ((BufferInternal) chunk).getByteBuf().nioBuffer();
        length += bytes.remaining();
        checksum.update(bytes.duplicate());
        deflater.setInput(bytes);
        Buffer out = start();
        int mode = flush ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
        int some;
        do {
            some = deflater.deflate(made, 0, made.length, mode);
            out.appendBytes(made, 0, some);
            // the call that sets a new level takes no input
        } while (some == made.length || !deflater.needsInput());
        return out.length() == 0 ? null : out;
    }

    /** What ends the body. */
    Buffer end() {
        deflater.finish();
        Buffer out = start();
        while (!deflater.finished()) {
            out.appendBytes(made, 0, deflater.deflate(made));
        }
        return out.appendIntLE((int) checksum.getValue()).appendIntLE((int) length);
    }

    private Buffer start() {
        Buffer out = Buffer.buffer();
        if (!begun) {
            begun = true;
            out.appendBytes(HEADER);
        }
        return out;
    }

    /** It is of no use any more, and gives its memory back at once. */
    void close() {
        deflater.end();
    }
}
