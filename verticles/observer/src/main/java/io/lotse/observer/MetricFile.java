package io.lotse.observer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store's figures in a file: one record for each series with its length and its checksum, written beside the old file and
 * then put in its place. Blocks.
 */
final class MetricFile {
    private static final Logger LOG = LoggerFactory.getLogger(MetricFile.class);
    private static final int FORMAT = 0x4C4D_0001;
    private static final int LONGEST_RECORD = 1 << 20;

    private final Path file;
    private final MetricStore store;

    MetricFile(Path file, MetricStore store) {
        this.file = file;
        this.store = store;
    }

    /** Writes all there is. */
    synchronized void save() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream disk = new FileOutputStream(fresh.toFile());
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(disk, 1 << 16))) {
            out.writeInt(FORMAT);
            for (MetricStore.Key key : store.keys()) {
                Series series = store.find(key.subject(), key.figure()).orElse(null);
                if (series != null) {
                    writeRecord(out, encode(key, series));
                }
            }
            out.flush();
            disk.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writeRecord(DataOutputStream out, byte[] record) throws IOException {
        out.writeInt(record.length);
        out.writeInt(checksum(record));
        out.write(record);
    }

    /**
     * Takes over what was kept, up to where the file is damaged; what is older than its resolution is kept falls.
     *
     * @param now seconds since 1970
     * @return how many series there were
     */
    int load(long now) {
        int read = 0;
        if (!Files.exists(file)) {
            return read;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (in.readInt() != FORMAT) {
                throw new IOException("it is of another format");
            }
            for (byte[] record = readRecord(in); record != null; record = readRecord(in)) {
                decode(new DataInputStream(new ByteArrayInputStream(record)), now);
                read++;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=metrics_file_damaged file={} read={} reason=\"{}\"", file, read, e.toString());
        }
        return read;
    }

    /** Null at the end. */
    private static byte[] readRecord(DataInputStream in) throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException end) {
            return null;
        }
        if (length < 0 || length > LONGEST_RECORD) {
            throw new IOException("a record of " + length + " bytes");
        }
        int checksum = in.readInt();
        byte[] record = in.readNBytes(length);
        if (record.length < length || checksum(record) != checksum) {
            throw new IOException("a record is not as it was written");
        }
        return record;
    }

    private static int checksum(byte[] record) {
        CRC32C sum = new CRC32C();
        sum.update(record);
        return (int) sum.getValue();
    }

    private byte[] encode(MetricStore.Key key, Series series) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(key.subject().kind().name());
        out.writeUTF(key.subject().name());
        out.writeUTF(store.service(key.subject()).orElse(""));
        out.writeUTF(key.figure().wireName());
        out.writeLong(series.touched());
        for (Resolution resolution : Resolution.values()) {
            int[] numbers = series.chunks(resolution);
            out.writeShort(numbers.length);
            for (int number : numbers) {
                float[] values = series.chunk(resolution, number);
                out.writeInt(number);
                out.writeByte(values == null ? 0 : values.length);
                for (int i = 0; values != null && i < values.length; i++) {
                    out.writeFloat(values[i]);
                }
            }
        }
        return bytes.toByteArray();
    }

    private void decode(DataInputStream in, long now) throws IOException {
        String kind = in.readUTF();
        String name = in.readUTF();
        String service = in.readUTF();
        Optional<Figure> figure = Figure.of(in.readUTF());
        long touched = in.readLong();
        if (figure.isEmpty()
                || Arrays.stream(Subject.Kind.values()).noneMatch(k -> k.name().equals(kind))) {
            // of another release
            return;
        }
        Subject subject = new Subject(Subject.Kind.valueOf(kind), name);
        if (!service.isEmpty()) {
            store.belongs(subject, service);
        }
        Series series =
                store.make(new MetricStore.Key(subject, figure.get()), touched).orElse(new Series());
        series.touched(touched);
        for (Resolution resolution : Resolution.values()) {
            long oldest = resolution.slot(now - resolution.kept().toSeconds()) / Track.CHUNK;
            for (int chunks = in.readShort(); chunks > 0; chunks--) {
                int number = in.readInt();
                float[] values = new float[in.readByte()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.readFloat();
                }
                boolean isWhole = values.length == 1 || values.length == Track.CHUNK;
                if (isWhole && number >= oldest) {
                    series.restore(resolution, number, values);
                }
            }
        }
    }
}
