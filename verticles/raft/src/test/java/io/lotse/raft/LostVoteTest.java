package io.lotse.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LostVoteTest {
    /** As Ratis writes it. */
    private static final String WHOLE = String.format("#%n#Thu Nov 26 17:30:25 UTC 2026%nvotedFor=node-b%nterm=17%n");

    @TempDir
    private Path folder;

    private Path meta;

    @BeforeEach
    void name() {
        meta = folder.resolve("raft-meta");
    }

    @Test
    void aVoteThatIsKnownIsLeftAlone() throws IOException {
        Files.writeString(meta, WHOLE);
        LostVote.mend(meta, 40);
        assertThat(meta).hasContent(WHOLE);
    }

    @Test
    void aLedgerThatIsNotFoundedYetIsLeftAlone() throws IOException {
        LostVote.mend(meta, -1);
        assertThat(meta).doesNotExist();
    }

    @Test
    void whereverTheFileBrokeOffTheVoterGoesOnInALaterTermWithoutAVote() throws IOException {
        for (int end = 0; end < WHOLE.length(); end++) {
            Files.writeString(meta, WHOLE.substring(0, end));
            LostVote.mend(meta, 17);
            assertThat(Files.readAllLines(meta)).contains("term=" + (17 + LostVote.STRIDE), "votedFor=");
        }
    }

    @Test
    void bytesThatAreNoTextAreTakenForTorn() throws IOException {
        Files.write(meta, new byte[] {'t', (byte) 0xFF, '\\', 'u', 'x', '\n'});
        LostVote.mend(meta, 3);
        assertThat(Files.readAllLines(meta)).contains("term=" + (3 + LostVote.STRIDE));
    }

    @Test
    void whereNoTermIsKnownNothingIsGuessed() throws IOException {
        Files.createFile(meta);
        assertThatThrownBy(() -> LostVote.mend(meta, -1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(meta + " is empty or torn")
                .hasMessageContaining("restore that file");
        assertThat(meta).isEmptyFile();
    }
}
