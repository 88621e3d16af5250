package io.lotse.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ledger.Voter;
import io.lotse.ledger.LedgerConfig.Found;
import io.lotse.ledger.LedgerConfig.Vote;
import io.lotse.ledger.LedgerFolder.Identity;
import io.lotse.ledger.LedgerFolder.Part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VoterIdentityTest {
    private static final Voter A = new Voter("a", "10.0.0.1:5801");
    private static final Voter B = new Voter("b", "10.0.0.2:5801");
    private static final Voter C = new Voter("c", "10.0.0.3:5801");

    @TempDir
    private Path data;

    private LedgerFolder folder;

    @BeforeEach
    void open() {
        folder = new LedgerFolder(data);
    }

    private VoterIdentity node(String name) {
        return new VoterIdentity(folder, name);
    }

    @Test
    void aFounderKeepsItsIdAndThePortThatItStartedWith() throws IOException {
        Identity first = node("a").of(new Found("10.0.0.1", 5801));
        Identity second = node("a").of(new Found("10.0.0.1", 5802));
        assertThat(second.ledgerId()).isEqualTo(first.ledgerId());
        assertThat(second.voters()).containsExactly(new Voter("a", "10.0.0.1:5802"));

        Files.createDirectories(folder.log(second.ledgerId()));
        Files.writeString(folder.meta(second.ledgerId()), "term=1");
        node("a").started(second);
        Identity later = node("a").of(new Found("10.0.0.9", 5803));
        assertThat(later.ledgerId()).isEqualTo(first.ledgerId());
        assertThat(later.voters()).containsExactly(new Voter("a", "10.0.0.9:5802"));
    }

    @Test
    void votersOfOneListFoundTheSameLedger(@TempDir Path other) {
        Identity here = node("a").of(new Vote(List.of(A, B, C)));
        Identity there = new VoterIdentity(new LedgerFolder(other), "b").of(new Vote(List.of(C, B, A)));
        assertThat(there.ledgerId()).isEqualTo(here.ledgerId());
        assertThat(there.voters()).isEqualTo(here.voters());
    }

    @Test
    void anotherListOfVotersIsRefused() {
        node("a").of(new Vote(List.of(A, B, C)));
        assertThatThrownBy(() -> node("a").of(new Vote(List.of(A, B))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a=10.0.0.1:5801,b=10.0.0.2:5801,c=10.0.0.3:5801");
    }

    @Test
    void aFolderOfAnotherPartOrNodeIsRefused() {
        node("a").of(new Found("10.0.0.1", 5801));
        assertThatThrownBy(() -> node("a").of(new Vote(List.of(A, B, C))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FOUNDER");
        assertThatThrownBy(() -> node("b").of(new Found("10.0.0.1", 5801)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node a");
    }

    @Test
    void aVoterWhoseLogIsGoneDoesNotComeBackEmpty() {
        VoterIdentity identity = node("a");
        identity.started(identity.of(new Found("10.0.0.1", 5801)));
        assertThatThrownBy(() -> node("a").of(new Found("10.0.0.1", 5801)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("log")
                .hasMessageContaining("missing");
    }

    @Test
    void aFileThatIsNoIdentityIsRefused() throws IOException {
        folder.write(new Identity("id", Part.CLIENT, "a", List.of(A), true));
        for (String content : List.of("", "{", "[1]", "{\"part\": \"KING\"}")) {
            Files.writeString(folder.path().resolve("ledger.json"), content);
            assertThatThrownBy(folder::read)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ledger.json");
        }
    }

    @Test
    void configurationSaysWhatIsWrong() {
        assertThatThrownBy(() -> new LedgerConfig("d", data, new Vote(List.of(A, B, C))))
                .hasMessageContaining("d, is not among the voters [a, b, c]");
        assertThatThrownBy(() -> new Vote(List.of(A, new Voter("a", "10.0.0.2:5801"))))
                .isInstanceOf(IllegalArgumentException.class);
        for (String address : List.of("10.0.0.1", ":5801", "10.0.0.1:0", "10.0.0.1:70000", "10.0.0.1:x")) {
            assertThatThrownBy(() -> new Vote(List.of(new Voter("a", address))))
                    .hasMessageContaining("'" + address + "'");
        }
        assertThatThrownBy(() -> new Found("host", 0)).hasMessageContaining("port is 0");
    }
}
