package io.lotse.raft;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.ratis.util.AtomicFileOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a voter come back that does not know any more whom it voted for, and in which term: Ratis 3.3 leaves that file empty
 * where the disk is full during an election. The voter comes back in a later term than any that it can have voted in, where
 * it has voted for nobody; so it cannot vote twice.
 *
 * <p>Which term it had come to is kept four times a second. A term takes at least the shortest time of an election, 1.5 s,
 * so the term of its last vote is one or two behind that; the {@link #STRIDE} would be enough for 18 days without a look.
 */
public final class LostVote {
    /** How many terms are passed over. The others follow at once: a term is nothing but a number to them. */
    static final long STRIDE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LostVote.class);
    private static final String TERM = "term";
    private static final String VOTED_FOR = "votedFor";

    private LostVote() {}

    /**
     * Puts a new file in the place of one that says nothing; leaves one that says something, or is not there.
     *
     * @param meta where Ratis keeps term and vote
     * @param term the last term that is known; negative where none is
     * @throws IOException that says what to do, where no term is known
     */
    public static void mend(Path meta, long term) throws IOException {
        if (!Files.exists(meta) || isWhole(meta)) {
            return;
        }
        if (term < 0) {
            throw new IOException(
                    meta + " is empty or torn, and nothing says to which term this voter had come, which must"
                            + " not vote twice: restore that file from a copy of the stopped node's folder");
        }
        Properties fresh = new Properties();
        fresh.setProperty(TERM, Long.toString(term + STRIDE));
        fresh.setProperty(VOTED_FOR, "");
        try (Writer out = new OutputStreamWriter(new AtomicFileOutputStream(meta.toFile()), StandardCharsets.UTF_8)) {
            fresh.store(out, "made anew by Lotse: the former one was empty or torn");
        }
        LOG.warn(
                "event=vote_forgotten file={} last_term={} term={}: the file was empty or torn; this voter goes on in a later"
                        + " term, in which it has not voted",
                meta,
                term,
                term + STRIDE);
    }

    private static boolean isWhole(Path meta) throws IOException {
        Properties found = new Properties();
        try (Reader in = Files.newBufferedReader(meta)) {
            found.load(in);
        } catch (CharacterCodingException | IllegalArgumentException garbage) {
            return false;
        }
        // whichever of the two is the last, it ends with a line's end
        return found.getProperty(VOTED_FOR) != null
                && found.getProperty(TERM, "").matches("\\d+")
                && Files.readString(meta).endsWith(System.lineSeparator());
    }
}
