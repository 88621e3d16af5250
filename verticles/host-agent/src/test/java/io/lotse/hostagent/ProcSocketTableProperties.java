package io.lotse.hostagent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

/** What stands in {@code /proc/net}: every line of the kernel's is read, and what is none is passed over. */
class ProcSocketTableProperties {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid" + "  timeout inode\n";

    private static Path proc;

    /** A line, and the port that it tells of; null if it is no line of the kernel's, or of nobody. */
    record Line(String text, Integer port) {}

    @BeforeContainer
    static void create() throws IOException {
        proc = Files.createTempDirectory("lotse-proc");
        Files.createDirectory(proc.resolve("net"));
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.deleteIfExists(proc.resolve("net").resolve("tcp"));
        Files.delete(proc.resolve("net"));
        Files.delete(proc);
    }

    @Property
    void everyLineOfTheKernelsIsReadAndNoOtherOne(@ForAll("lines") List<Line> lines) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        lines.forEach(line -> text.append(line.text()).append('\n'));
        Files.write(proc.resolve("net").resolve("tcp"), text.toString().getBytes(StandardCharsets.ISO_8859_1));

        ProcSocketTable table = new ProcSocketTable(proc);
        List<BoundSocket> bound = table.bound(Protocol.TCP, port -> true);

        assertThat(bound)
                .extracting(BoundSocket::port)
                .containsExactlyInAnyOrderElementsOf(lines.stream()
                        .filter(line -> line.port() != null)
                        .map(Line::port)
                        .toList());
        assertThat(table.listening(Protocol.TCP, port -> true))
                .isEqualTo(bound.stream().filter(BoundSocket::listening).toList());
    }

    @Provide
    Arbitrary<List<Line>> lines() {
        Arbitrary<Line> whole = Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.integers().between(0, 65_535),
                        Arbitraries.of("0A", "01", "06"),
                        Arbitraries.longs().between(0, 1L << 40))
                .as((address, port, state, inode) -> new Line(
                        String.format(
                                "   0: %08X:%04X 00000000:0000 %s 00000000:00000000 00:00000000 00000000  1000        0 %d 1"
                                        + " 0000000000000000 100 0 0 10 0",
                                address, port, state, inode),
                        inode == 0 ? null : port));
        Arbitrary<Line> other = Arbitraries.of(
                        "",
                        "   ",
                        "0:",
                        "0: 0100007F",
                        "0: 0100007F: x",
                        "0: 0100007F:1F90 00000000:0000 0A",
                        "0: 0100:1F90 00000000:0000 0A 0:0 0:0 0 0 0 12 1",
                        "0: XX00007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 12 1",
                        "0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 99999999999999999999 1",
                        "0: 0100007F:FFFFFFFFF 00000000:0000 0A 0:0 0:0 0 0 0 12 1",
                        "0: 0100007F:1FFFF 00000000:0000 0A 0:0 0:0 0 0 0 12 1",
                        "\u00ff\u00fe")
                .map(text -> new Line(text, null));
        return Arbitraries.frequencyOf(Tuple.of(5, whole), Tuple.of(1, other))
                .list()
                .ofMaxSize(20);
    }
}
