package io.lotse.raft;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What a machine that lost power may leave of a log, and what is left for Ratis to refuse. */
class TornLogProperties {
    private static final int SECTOR = 512;
    /** Each of these waits for the disk. */
    private static final int SYNCED_TRIES = 100;

    private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);

    private static Path folder;

    /** A log as it should be: its bytes, and where each entry ends, the header first. */
    private record Whole(byte[] bytes, List<Integer> ends) {
        int lastEndUpTo(int at) {
            return ends.stream().filter(end -> end <= at).reduce((a, b) -> b).orElse(HEADER.length);
        }

        int end() {
            return ends.get(ends.size() - 1);
        }
    }

    @BeforeContainer
    static void create() throws IOException {
        folder = Files.createTempDirectory("lotse-log");
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.deleteIfExists(folder.resolve("log_inprogress_0"));
        Files.delete(folder);
    }

    /** The rest of the last write is missing, or is zeros up to the end that was reserved for it. */
    @Property(tries = SYNCED_TRIES, shrinking = ShrinkingMode.OFF)
    void whatWasWrittenWholeStaysAndTheTornRestGoes(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Whole log = log(random);
        int cut = HEADER.length + random.nextInt(log.end() - HEADER.length + 1);
        byte[] torn = Arrays.copyOf(Arrays.copyOf(log.bytes, cut), cut + random.nextInt(3) * 4_096);

        byte[] mended = mended(torn);

        int whole = log.lastEndUpTo(cut);
        assertThat(Arrays.copyOf(mended, whole)).as("seed %d", seed).isEqualTo(Arrays.copyOf(log.bytes, whole));
        assertThat(withoutZeros(mended)).as("seed %d", seed).isLessThanOrEqualTo(whole);
    }

    /** Sectors of one write reach the disk in any order. */
    @Property(tries = SYNCED_TRIES, shrinking = ShrinkingMode.OFF)
    void aSectorThatIsMissingFromTheLastWriteTakesTheRestOfItAlong(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Whole log = log(random);
        int sectors = log.bytes.length / SECTOR;
        if (sectors < 2) {
            return;
        }
        int missing = SECTOR * (1 + random.nextInt(sectors - 1));
        byte[] torn = log.bytes.clone();
        Arrays.fill(torn, missing, missing + SECTOR, (byte) 0);

        byte[] mended = mended(torn);

        int whole = log.lastEndUpTo(missing);
        assertThat(Arrays.copyOf(mended, whole)).as("seed %d", seed).isEqualTo(Arrays.copyOf(log.bytes, whole));
        assertThat(mended).as("seed %d", seed).hasSize(whole);
    }

    /** A disk that lies is no torn write: Ratis finds it, and nobody cuts off what was acknowledged. */
    @Property(shrinking = ShrinkingMode.OFF)
    void aBitThatTippedOverInFrontOfWholeEntriesIsLeftAlone(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Whole log = log(random);
        if (log.ends.size() < 3) {
            return;
        }
        int last = log.ends.get(log.ends.size() - 2);
        byte[] damaged = log.bytes.clone();
        int at = HEADER.length + random.nextInt(last - HEADER.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));

        assertThat(mended(damaged)).as("seed %d", seed).isEqualTo(damaged);
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void aWholeLogStaysAsItIs(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] whole = log(random).bytes;
        byte[] reserved = Arrays.copyOf(whole, whole.length + random.nextInt(5_000));

        assertThat(mended(reserved)).as("seed %d", seed).isEqualTo(reserved);
    }

    /** At each letter beyond ASCII half a megabyte was summed up: the start took half a minute. */
    @Example
    void aLargeTornEntryOfTextIsSoonCutOff() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(HEADER);
        bytes.write(entry(("\b" + "größe übermäßig ".repeat(70_000)).getBytes(StandardCharsets.UTF_8)));
        byte[] torn = Arrays.copyOf(Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1_000), 4 << 20);

        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertThat(mended(torn)).hasSize(HEADER.length));
    }

    /** Entries of text, in which no sector is empty and no byte is zero. */
    private static Whole log(Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(HEADER);
        List<Integer> ends = new ArrayList<>(List.of(HEADER.length));
        int entries = 1 + random.nextInt(12);
        for (int i = 0; i < entries; i++) {
            bytes.write(entry(random));
            ends.add(bytes.size());
        }
        return new Whole(bytes.toByteArray(), ends);
    }

    /** As Ratis writes one: the length of the body as a varint, the body, and the checksum of both. */
    private static byte[] entry(Random random) throws IOException {
        byte[] body = new byte[2 + random.nextInt(random.nextInt(4) == 0 ? 3_000 : 200)];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (random.nextInt(8) == 0 ? 0x80 + random.nextInt(0x70) : 'a' + random.nextInt(26));
        }
        // every entry of Ratis begins with the tag of its term
        body[0] = 0x08;
        return entry(body);
    }

    private static byte[] entry(byte[] body) throws IOException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(entry);
        int length = body.length;
        while (length >= 0x80) {
            out.writeByte(length & 0x7F | 0x80);
            length >>>= 7;
        }
        out.writeByte(length);
        out.write(body);
        CRC32C checksum = new CRC32C();
        checksum.update(entry.toByteArray());
        out.writeInt((int) checksum.getValue());
        return entry.toByteArray();
    }

    private static byte[] mended(byte[] log) throws IOException {
        Path file = folder.resolve("log_inprogress_0");
        Files.write(file, log);
        TornLog.mend(folder, -1, false);
        return Files.readAllBytes(file);
    }

    private static int withoutZeros(byte[] log) {
        int end = log.length;
        while (end > 0 && log[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
