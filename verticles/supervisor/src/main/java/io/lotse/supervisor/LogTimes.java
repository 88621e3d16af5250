package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When which position of a log was reached, for its lines have no times of their own. Exact to a second at first; of a
 * log that is very long, less so.
 */
final class LogTimes {
    private static final int MOST = 20_000;
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Path file;
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long millis, long position) {
        static Sample of(String line) {
            String[] parts = line.split(" ", -1);
            return new Sample(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }

        String line() {
            return millis + " " + position + "\n";
        }
    }

    LogTimes(Path file) {
        this.file = file;
        try {
            Files.readAllLines(file).forEach(line -> samples.add(Sample.of(line)));
        } catch (IOException | RuntimeException noneOrHalf) {
            // it is no more than a help to find a place
        }
    }

    /** Notes that the log ends at this position now. */
    synchronized void note(Instant now, long position) throws IOException {
        Sample last = samples.isEmpty() ? null : samples.get(samples.size() - 1);
        if (last != null && (last.position() == position || now.toEpochMilli() - last.millis() < STEP.toMillis())) {
            return;
        }
        Sample sample = new Sample(now.toEpochMilli(), position);
        samples.add(sample);
        if (samples.size() > MOST) {
            thin();
            Files.writeString(
                    file, String.join("", samples.stream().map(Sample::line).toList()));
        } else {
            Files.writeString(file, sample.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private void thin() {
        List<Sample> every = List.copyOf(samples);
        samples.clear();
        for (int i = 0; i < every.size(); i += 2) {
            samples.add(every.get(i));
        }
    }

    /** The last position that was reached before then. */
    synchronized long before(Instant then) {
        long position = 0;
        for (Sample sample : samples) {
            if (sample.millis() >= then.toEpochMilli()) {
                break;
            }
            position = sample.position();
        }
        return position;
    }
}
