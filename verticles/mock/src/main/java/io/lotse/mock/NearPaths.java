package io.lotse.mock;

import java.util.Comparator;
import java.util.List;

/** Finds what somebody may have meant who asked for a path that is none. */
final class NearPaths {
    private static final int SHOWN = 5;

    private final List<String> paths;

    NearPaths(List<String> paths) {
        this.paths = paths.stream().distinct().toList();
    }

    /** What to say behind a path that is none. */
    String near(String path) {
        if (paths.isEmpty()) {
            return ", and no other either";
        }
        List<String> near = paths.stream()
                .sorted(Comparator.comparingInt(p -> distance(path, p)))
                .limit(SHOWN)
                .toList();
        return ": near to it are " + String.join(", ", near);
    }

    /** Levenshtein's, where a parameter is as good as any segment. */
    private static int distance(String path, String template) {
        String[] asked = path.split("/", -1);
        String[] known = template.split("/", -1);
        int sum = 0;
        for (int i = 0; i < Math.max(asked.length, known.length); i++) {
            String one = i < asked.length ? asked[i] : "";
            String other = i < known.length ? known[i] : "";
            boolean isParameter = other.startsWith("{") && !one.isEmpty();
            sum += isParameter ? 0 : letters(one, other);
        }
        return sum;
    }

    private static int letters(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
