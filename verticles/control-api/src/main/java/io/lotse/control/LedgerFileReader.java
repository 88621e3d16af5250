package io.lotse.control;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.Contracts;
import io.lotse.contracts.Counts;
import io.lotse.contracts.ProblemCode;

/** Reads an exported ledger line by line; what it does not say by an exception is in order. Blocks. */
final class LedgerFileReader implements Closeable {
    /** What the ledger takes in one step is smaller. */
    private static final int MAX_LINE = 16 << 20;

    private static final int MAX_KEY = 1_024;

    private final InputStream in;
    private final MessageDigest digest = LedgerFile.digest();
    private final LedgerFile.Header header;
    private int lineNumber;
    private long entries;
    private String lastKey = "";
    private LedgerFile.Footer footer;

    /** @param value the value, a tree of maps and lists */
    record Line(String key, Map<String, Object> value, int bytes) {}

    /** @throws ContractException {@link ProblemCode#INVALID_LEDGER_FILE} if it does not begin as an export does */
    LedgerFileReader(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            header = readHeader();
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Reads all of it. */
    static LedgerFile.Footer check(Path file) throws IOException {
        try (LedgerFileReader reader = new LedgerFileReader(file)) {
            while (reader.next() != null) {
                // each is checked as it is read
            }
            return reader.footer;
        }
    }

    LedgerFile.Header header() {
        return header;
    }

    /**
     * The next entry; null when the last one was read and all of them are what the last line says.
     *
     * @throws ContractException {@link ProblemCode#INVALID_LEDGER_FILE}
     */
    Line next() throws IOException {
        if (footer != null) {
            return null;
        }
        byte[] text = readLine();
        if (text == null) {
            throw invalid("the file ends after line " + lineNumber + " without its last line: it is cut off");
        }
        JsonObject json = parse(text);
        if (!json.containsKey(LedgerFile.KEY)) {
            finish(json);
            return null;
        }
        digest.update(text);
        entries++;
        return line(json, text.length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private LedgerFile.Header readHeader() throws IOException {
        byte[] text = readLine();
        LedgerFile.Header read = text == null ? null : headerIn(text);
        if (read == null) {
            throw invalid("the file does not begin as an export of a ledger does: give one of lotse ledger export");
        }
        if (read.version() != LedgerFile.VERSION) {
            throw invalid("the file is written in format " + read.version() + " by release " + read.release()
                    + ", and this release reads format " + LedgerFile.VERSION);
        }
        digest.update(text);
        return read;
    }

    private static LedgerFile.Header headerIn(byte[] text) {
        try {
            LedgerFile.Header read = ContractCodec.decode(new JsonObject(Buffer.buffer(text)), LedgerFile.Header.class);
            return LedgerFile.FORMAT.equals(read.format()) ? read : null;
        } catch (DecodeException | ContractException | ClassCastException e) {
            return null;
        }
    }

    private JsonObject parse(byte[] text) {
        try {
            return new JsonObject(Buffer.buffer(text));
        } catch (DecodeException | ClassCastException e) {
            throw invalid("line " + lineNumber + " is no JSON object: the file is damaged");
        }
    }

    private Line line(JsonObject json, int bytes) {
        if (!(json.getValue(LedgerFile.KEY) instanceof String key)
                || key.isEmpty()
                || key.length() > MAX_KEY
                || !(json.getValue(LedgerFile.VALUE) instanceof JsonObject value)) {
            throw invalid("line " + lineNumber + " is no entry: it wants a key and a value");
        }
        if (key.compareTo(lastKey) <= 0) {
            throw invalid("line " + lineNumber + ": " + key + " does not come after " + lastKey
                    + ": the lines are in another order than they were written in");
        }
        lastKey = key;
        checkType(key, value);
        return new Line(key, value.getMap(), bytes);
    }

    /** What this release knows must be what it says; what it does not know is kept as it is. */
    private void checkType(String key, JsonObject value) {
        for (Map.Entry<String, Class<?>> known : Contracts.STORED.entrySet()) {
            if (key.startsWith(known.getKey())) {
                try {
                    ContractCodec.decode(value, known.getValue());
                } catch (ContractException e) {
                    throw invalid("line " + lineNumber + ": " + key + " holds no "
                            + known.getValue().getSimpleName() + ": " + e.getMessage());
                }
            }
        }
    }

    private void finish(JsonObject json) throws IOException {
        LedgerFile.Footer said;
        try {
            said = ContractCodec.decode(json, LedgerFile.Footer.class);
        } catch (ContractException e) {
            throw invalid("line " + lineNumber + " is neither an entry nor the last line");
        }
        if (said.entries() != entries) {
            throw invalid("the file holds " + Counts.of(entries, "entry", "entries") + ", and its last line says "
                    + said.entries());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(said.sha256())) {
            throw invalid("the checksum is another than its last line says: the file is damaged");
        }
        if (in.read() >= 0) {
            throw invalid("something follows line " + lineNumber + ", which is the last by what it says");
        }
        footer = said;
    }

    /** With its line feed; null at the end, also where the last line has none. */
    private byte[] readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                lineNumber++;
                return line.toByteArray();
            }
            if (line.size() > MAX_LINE) {
                throw invalid("line " + (lineNumber + 1) + " has more than " + MAX_LINE + " bytes");
            }
        }
        return null;
    }

    private static ContractException invalid(String what) {
        return new ContractException(ProblemCode.INVALID_LEDGER_FILE, what + "; nothing was changed");
    }
}
