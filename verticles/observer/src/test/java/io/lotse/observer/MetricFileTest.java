package io.lotse.observer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Figures that outlive their node, and a file that is not as it was written. */
class MetricFileTest {
    private static final long BEGIN = 1_769_862_840L;
    private static final Subject ORDERS_1 = Subject.instance("orders-1");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("metrics.bin");
        MetricStore store = new MetricStore(1 << 20);
        store.belongs(ORDERS_1, "orders");
        for (int second = 0; second < 100; second++) {
            put(store, ORDERS_1, Resolution.SECOND, BEGIN + second, second);
            put(store, Subject.node("node-a"), Resolution.SECOND, BEGIN + second, 7);
            put(store, Subject.service("orders"), Resolution.MINUTE, Resolution.MINUTE.slot(BEGIN) + second, second);
        }
        new MetricFile(file, store).save();
    }

    @Test
    void bringsBackWhatWasThere() {
        MetricStore restored = new MetricStore(1 << 20);

        assertThat(new MetricFile(file, restored).load(BEGIN + 120)).isEqualTo(3);

        assertThat(read(restored, ORDERS_1, Resolution.SECOND, BEGIN + 42)).isEqualTo(42);
        assertThat(read(restored, Subject.node("node-a"), Resolution.SECOND, BEGIN + 59))
                .isEqualTo(7);
        assertThat(restored.instances("orders")).containsExactly(ORDERS_1);
        assertThat(restored.find(ORDERS_1, Figure.QUEUED).orElseThrow().touched())
                .isEqualTo(BEGIN + 99);
    }

    @Test
    void leavesOutWhatIsOlderThanItIsKept() {
        MetricStore restored = new MetricStore(1 << 20);

        new MetricFile(file, restored).load(BEGIN + 3_600);

        assertThat(read(restored, ORDERS_1, Resolution.SECOND, BEGIN + 42)).isNaN();
        assertThat(read(restored, Subject.service("orders"), Resolution.MINUTE, Resolution.MINUTE.slot(BEGIN) + 5))
                .isEqualTo(5);
    }

    @Test
    void takesWhatIsWholeOfAFileThatIsTorn() throws IOException {
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.setLength(torn.length() - 10);
        }
        MetricStore restored = new MetricStore(1 << 20);

        assertThat(new MetricFile(file, restored).load(BEGIN + 120)).isEqualTo(2);
        assertThat(restored.size()).isEqualTo(2);
    }

    @Test
    void takesNothingThatItsChecksumDenies() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[60] ^= 1;
        Files.write(file, bytes);
        MetricStore restored = new MetricStore(1 << 20);

        assertThat(new MetricFile(file, restored).load(BEGIN + 120)).isZero();
        assertThat(restored.size()).isZero();
    }

    @Test
    void startsWithNothingWhereThereIsNoFileOrAnotherOne() throws IOException {
        MetricStore restored = new MetricStore(1 << 20);

        Files.writeString(file, "something else");
        assertThat(new MetricFile(file, restored).load(BEGIN)).isZero();
        Files.delete(file);
        assertThat(new MetricFile(file, restored).load(BEGIN)).isZero();
    }

    private static void put(MetricStore store, Subject subject, Resolution resolution, long slot, double value) {
        store.put(new MetricStore.Key(subject, Figure.QUEUED), resolution, slot, value);
    }

    private static float read(MetricStore store, Subject subject, Resolution resolution, long slot) {
        return store.find(subject, Figure.QUEUED).orElseThrow().read(resolution, slot, slot + 1)[0];
    }
}
